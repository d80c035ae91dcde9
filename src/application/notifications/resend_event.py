"""Send an event to one of the shop's endpoints again because a person asked."""

from dataclasses import dataclass

from application.orders.errors import NotFound
from application.ports.storage.deliveries import Deliveries, Delivery, DeliveryId
from application.ports.system.clock import Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class ResendEvent:
    """Safe at any time: the event has the id that it had before, by which its receiver knows it."""

    deliveries: Deliveries
    clock: Clock

    async def __call__(self, delivery: DeliveryId) -> Delivery:
        """Returns the delivery, which the worker makes at once. Raises `NotFound` and `StoreUnavailable`."""
        if not await self.deliveries.resend(delivery, self.clock.now()):
            raise NotFound("delivery")
        found = await self.deliveries.of_order(delivery.order_id)
        return next(each for each in found if each.id == delivery)
