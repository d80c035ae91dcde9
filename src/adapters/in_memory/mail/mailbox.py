"""A mail server that stores every mail and can be set to refuse."""

import asyncio
from dataclasses import dataclass

from application.ports.mail.mailer import MailRefused, MailUnavailable
from application.ports.storage.alerts import Alert
from application.ports.storage.outbox import Audience
from domain.orders.history import Entry
from domain.orders.notices import OperatorNotice, ShopperNotice
from domain.orders.order import Order


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """What was handed over: a notice about an order's entry, or an alert."""

    to: Audience
    message_id: str
    notice: ShopperNotice | OperatorNotice | None = None
    order: Order | None = None
    entry: Entry | None = None
    alert: Alert | None = None


class MailBox:
    """Keeps the port `Mailer`.

    `refused` holds addresses that never accept mail; while `down`, nothing can be delivered; the next
    `answers_to_lose` mails are delivered and reported as not.
    """

    def __init__(self) -> None:
        self.mails: list[Mail] = []
        self.refused: set[str] = set()
        self.down = False
        self.answers_to_lose = 0

    async def to_shopper(self, notice: ShopperNotice, order: Order, entry: Entry, message_id: str) -> None:
        await asyncio.sleep(0)
        if order.contact.email in self.refused:
            raise MailRefused(order.id)
        await self._take(Mail(to=Audience.SHOPPER, notice=notice, order=order, entry=entry, message_id=message_id))

    async def to_operator(self, notice: OperatorNotice, order: Order, entry: Entry, message_id: str) -> None:
        await self._take(Mail(to=Audience.OPERATOR, notice=notice, order=order, entry=entry, message_id=message_id))

    async def alert(self, alert: Alert, message_id: str) -> None:
        await self._take(Mail(to=Audience.OPERATOR, alert=alert, message_id=message_id))

    async def _take(self, mail: Mail) -> None:
        await asyncio.sleep(0)
        if self.down:
            raise MailUnavailable("the mail server is down")
        self.mails.append(mail)
        if self.answers_to_lose:
            self.answers_to_lose -= 1
            raise MailUnavailable("the answer was lost")
