"""A letter as the message that SMTP carries."""

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from urllib.parse import quote

from adapters.smtp.letter import Letter
from adapters.smtp.plain import plain

_ID_SAFE = "@!#$&'*+=^_`{|}~.-"


def composed(
    letter: Letter, *, sender: Address, to: tuple[Address, ...], message_id: str, at: datetime
) -> EmailMessage:
    """The message in text and HTML; the same `message_id` gives the same Message-ID header."""
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = to
    message["Subject"] = plain(letter.subject)
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<{quote(message_id, safe=_ID_SAFE)}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.as_text(), cte="quoted-printable")
    message.add_alternative(letter.as_html(), subtype="html", cte="quoted-printable")
    return message
