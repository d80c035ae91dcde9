"""Show what happened to an order, for its operator."""

from dataclasses import dataclass

from application.orders.errors import NotFound
from application.ports.storage.histories import Histories
from domain.identifiers.order_number import order_id_of
from domain.orders.history import Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowHistory:
    """The audit trail of one order, by its id or number."""

    histories: Histories

    async def __call__(self, reference: str) -> tuple[Entry, ...]:
        """Raises `NotFound`, `UnreadableHistory` and `StoreUnavailable`."""
        order_id = order_id_of(reference)
        entries = await self.histories.entries(order_id) if order_id else None
        if entries is None:
            raise NotFound("order")
        return entries
