"""Mail to shoppers and operators."""

from typing import Protocol

from application.ports.storage.alerts import Alert
from domain.orders.history import Entry
from domain.orders.notices import OperatorNotice, ShopperNotice
from domain.orders.order import Order


class MailRefused(Exception):
    """The mail server will never take this mail (5xx)."""


class MailUnavailable(Exception):
    """The mail can't be handed over now; try later."""


class Mailer(Protocol):
    """Mail, written from templates and handed to a server.

    Every method raises `MailRefused` (never try again) or `MailUnavailable` (try later). The same `message_id` marks
    the same mail, so that a double can be recognised.
    """

    async def to_shopper(self, notice: ShopperNotice, order: Order, entry: Entry, message_id: str) -> None:
        """Mail the shopper in the order's locale, naming the order's number."""

    async def to_operator(self, notice: OperatorNotice, order: Order, entry: Entry, message_id: str) -> None:
        """Mail the operator, naming the order's number."""

    async def alert(self, alert: Alert, message_id: str) -> None:
        """Mail the operator something about no order in particular."""
