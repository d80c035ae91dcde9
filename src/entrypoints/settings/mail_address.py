"""Mail addresses in the configuration: those that mail can be sent to, by the mailer's rule."""

import re
from typing import Final

from adapters.smtp import mailboxes
from application.errors import MailRefused

_ADDRESS: Final = re.compile(r"[^@\s<>,]+@[^@\s<>,]+")
_MAILBOX: Final = re.compile(rf"{_ADDRESS.pattern}|[^<>\r\n,]*<{_ADDRESS.pattern}>")


def mailbox(value: str) -> str:
    """An address, or a name and an address in angle brackets."""
    if _MAILBOX.fullmatch(value) is None or not _is_sendable(value):
        raise ValueError("must be a mail address, such as orders@shop.example or Shop <orders@shop.example>")
    return value


def _is_sendable(value: str) -> bool:
    try:
        mailboxes.named_mailbox(value)
    except MailRefused:
        return False
    return True
