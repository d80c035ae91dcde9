"""Watch money that is authorized: alert before it lapses, and see that it lapsed."""

from dataclasses import dataclass

from application.captures.settle_capture import SettleCapture
from application.orders.change_order import apply_facts, change
from application.ports.storage.orders import Orders
from application.ports.stripe.payments import Payments
from application.ports.system.clock import Clock
from domain.orders.history import Attribution
from domain.orders.order import Order
from domain.payments.request_capture import authorization_expiring


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchAuthorization:
    """The payment is read before anybody is alerted: its webhooks may have been lost."""

    orders: Orders
    payments: Payments
    settle_capture: SettleCapture
    clock: Clock

    async def __call__(self, order: Order, *, cause: str) -> Order:
        """The order as it then is; raises what `Payments` and `Orders` raise."""
        if order.unsettled_capture is not None or order.intent.id is None:
            return await self.settle_capture(order, cause=cause)
        by = Attribution(at=self.clock.now(), actor="till", cause=cause)
        seen = await self.payments.show(order.intent.id)
        order = await apply_facts(self.orders, order, (seen.fact,), by)
        return await change(self.orders, order, lambda now: authorization_expiring(now, by))
