"""Mail addresses in the configuration and on the command line: those that mail can be sent to, by the mailer's rule."""

import re
from collections.abc import Callable
from email.headerregistry import Address
from typing import Final

from adapters.smtp import mailboxes
from application.errors import MailRefused

_ADDRESS: Final = re.compile(r"[^@\s<>,]+@[^@\s<>,]+")
_LONGEST: Final = 254  # RFC 5321 §4.5.3.1.3, less the angle brackets
_MAILBOX: Final = re.compile(rf"{_ADDRESS.pattern}|[^<>\r\n,]*<{_ADDRESS.pattern}>")


def mail_address(value: str) -> str:
    """An address alone."""
    if len(value) > _LONGEST or not _is_sendable(mailboxes.mailbox, value):
        raise ValueError("must be a mail address, such as ada@customer.example")
    return value


def mailbox(value: str) -> str:
    """An address, or a name and an address in angle brackets."""
    if _MAILBOX.fullmatch(value) is None or not _is_sendable(mailboxes.named_mailbox, value):
        raise ValueError("must be a mail address, such as orders@shop.example or Shop <orders@shop.example>")
    return value


def _is_sendable(rule: Callable[[str], Address], value: str) -> bool:
    try:
        rule(value)
    except MailRefused:
        return False
    return True
