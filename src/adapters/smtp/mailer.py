"""The mailer that the core notifies shoppers and operators by."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, tzinfo
from email.headerregistry import Address
from typing import TypeVar
from urllib.parse import urlsplit

from adapters.smtp.letters.languages import language_for
from adapters.smtp.letters.letter import Letter
from adapters.smtp.letters.operator_letter import alert_letter, order_letter
from adapters.smtp.letters.shopper_letter import shopper_letter
from adapters.smtp.sending.delivery import deliver
from adapters.smtp.sending.mailboxes import mailbox, named_mailbox
from adapters.smtp.sending.message import composed
from adapters.smtp.sending.server import SmtpServer, smtp_server
from application.ports.mail.mailer import MailRefused
from application.ports.storage.alerts import Alert
from application.ports.system.clock import Clock
from domain.orders.history import Entry
from domain.orders.notices import OperatorNotice, ShopperNotice
from domain.orders.order import Order

Read = TypeVar("Read")

TIME_OUT = 10.0
"""Seconds for a whole hand-over; shorter than what the relay keeps of a claim before it sends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpMailer:
    """Mails over SMTP, with one connection for each mail, so that none goes stale between mails.

    The sender's display name is the shop's name in every mail.
    """

    server: SmtpServer
    sender: Address
    operators: tuple[Address, ...]
    public_url: str
    api_url: str
    clock: Clock
    time_out: float = TIME_OUT
    time_zone: tzinfo = UTC

    async def to_shopper(self, notice: ShopperNotice, order: Order, entry: Entry, message_id: str) -> None:
        if order.contact.email is None:
            raise MailRefused("the order has no address to write to")
        language = language_for(order.contact.locale)
        letter = shopper_letter(
            notice, order, entry, language, shop=self._shop, shop_url=self.public_url, time_zone=self.time_zone
        )
        await self._send(letter, (mailbox(order.contact.email),), message_id)

    async def to_operator(self, notice: OperatorNotice, order: Order, entry: Entry, message_id: str) -> None:
        await self._send(order_letter(notice, order, entry, self._shop, self.api_url), self.operators, message_id)

    async def alert(self, alert: Alert, message_id: str) -> None:
        await self._send(alert_letter(alert, self._shop, self.api_url), self.operators, message_id)

    async def _send(self, letter: Letter, to: tuple[Address, ...], message_id: str) -> None:
        message = composed(letter, sender=self.sender, to=to, message_id=message_id, at=self.clock.now())
        await deliver(self.server, message, self.sender, to, self.time_out)

    @property
    def _shop(self) -> str:
        return self.sender.display_name or urlsplit(self.public_url).hostname or self.public_url


def smtp_mailer(
    *,
    smtp_url: str,
    sender: str,
    alerts_to: tuple[str, ...],
    public_url: str,
    api_url: str,
    clock: Clock,
    time_zone: tzinfo = UTC,
) -> SmtpMailer:
    """The mailer of these settings; raises `ValueError` naming the one at fault."""
    return SmtpMailer(
        server=_configured("SMTP_URL", smtp_server, smtp_url),
        sender=_configured("MAIL_FROM", named_mailbox, sender),
        operators=tuple(_configured("ALERTS_TO", named_mailbox, each) for each in alerts_to),
        public_url=public_url.rstrip("/"),
        api_url=api_url.rstrip("/"),
        clock=clock,
        time_zone=time_zone,
    )


def _configured(variable: str, read: Callable[[str], Read], text: str) -> Read:
    try:
        return read(text)
    except (MailRefused, ValueError) as wrong:
        raise ValueError(f"{variable}: {wrong}") from wrong
