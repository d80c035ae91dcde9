"""Release a hold: a person has looked and lets the order go."""

from dataclasses import dataclass

from application.orders.change_order import change
from application.orders.errors import NotFound
from application.ports.storage.orders import Orders
from application.ports.system.clock import Clock
from domain.identifiers.order_number import order_id_of
from domain.identifiers.types import HoldId
from domain.orders.history import Attribution
from domain.orders.order import Order
from domain.orders.release_hold import release_hold


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseHoldCommand:
    """Which hold of which order, by its id or number."""

    order: str
    hold_id: HoldId
    note: str | None
    actor: str
    cause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseHold:
    """Releases a hold, once."""

    orders: Orders
    clock: Clock

    async def __call__(self, command: ReleaseHoldCommand) -> Order:
        """Raises `NotFound`, `HoldNotFound`, `HoldNotReleasable` and `StoreUnavailable`."""
        order_id = order_id_of(command.order)
        order = await self.orders.get(order_id) if order_id else None
        if order is None:
            raise NotFound("order")
        by = Attribution(at=self.clock.now(), actor=command.actor, cause=command.cause)
        return await change(
            self.orders, order, lambda current: release_hold(current, command.hold_id, command.note, by)
        )
