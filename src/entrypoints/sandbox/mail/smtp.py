"""Receives every mail by SMTP, except for two domains that let a test see a refusal."""

from collections.abc import Callable
from typing import Final

from aiosmtpd.smtp import SMTP, Envelope, Session

from entrypoints.sandbox.mail.mailbox import Mailbox, mail_from

REFUSED_DOMAIN: Final = "refused.example"
LATER_DOMAIN: Final = "later.example"


class Catcher:
    """A handler of aiosmtpd's; its method names are aiosmtpd's and its answers RFC 5321's."""

    def __init__(self, mailbox: Mailbox, now: Callable[[], str]) -> None:
        self._mailbox = mailbox
        self._now = now

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Refuses permanently or for now, by the address's domain."""
        del server, session
        domain = address.rpartition("@")[2].lower()
        if domain == REFUSED_DOMAIN:
            return "550 5.1.1 There is no such mailbox"
        if domain == LATER_DOMAIN:
            return "451 4.3.0 Try again later"
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Stores the mail once for each recipient."""
        del server, session
        content = envelope.content
        if not isinstance(content, bytes):
            return "554 5.6.0 No content"
        for recipient in envelope.rcpt_tos:
            self._mailbox.add(mail_from(content, to=recipient, at=self._now()))
        return "250 OK"
