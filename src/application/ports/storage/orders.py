"""Where orders are kept."""

from typing import Protocol

from domain.identifiers.types import ChargeId, OrderId, PaymentIntentId
from domain.orders.order import Order


class Orders(Protocol):
    """The orders; each is one document and each write is one conditional write, majority and journaled.

    Every method raises `StoreUnavailable`; after it, a write may have been done.
    """

    async def add(self, order: Order) -> Order:
        """Store a new order with the changes it recorded; answers it as saved. Raises `DuplicateOrder`."""

    async def save(self, order: Order) -> Order:
        """Store the order's state and append its changes to the history in one write; answers it as saved.

        Raises `StaleOrder` where the stored version is not the order's. Makes the outbox due where a change notifies
        (`domain.orders.notices.NOTIFYING`), and sets when the order next needs attention (`domain.orders.due`). New
        declines are first counted with the user (`User.declines`), each once however often it is saved; so does `add`.
        """

    async def get(self, order_id: OrderId) -> Order | None:
        """The order of that id."""

    async def by_intent(self, payment_intent_id: PaymentIntentId) -> Order | None:
        """The order whose recorded intent this is; at most one is."""

    async def by_charge(self, charge_id: ChargeId) -> Order | None:
        """The order whose recorded charge this is; at most one is."""
