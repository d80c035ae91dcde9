"""A letter as the message that SMTP carries."""

import re
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from hashlib import sha256

from adapters.smtp.letters.letter import Letter
from adapters.smtp.letters.plain_text import plain

_READABLE_ID = re.compile(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*@[a-z]+")


def composed(
    letter: Letter, *, sender: Address, to: tuple[Address, ...], message_id: str, at: datetime
) -> EmailMessage:
    """The message in text and HTML; the same `message_id` gives the same Message-ID header."""
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = to
    message["Subject"] = plain(letter.subject)
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<{_header_id(message_id)}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.as_text(), cte="quoted-printable")
    message.add_alternative(letter.as_html(), subtype="html", cte="quoted-printable")
    return message


def _header_id(message_id: str) -> str:
    if _READABLE_ID.fullmatch(message_id):
        return message_id
    return f"{sha256(message_id.encode(errors='surrogatepass')).hexdigest()}@till"
