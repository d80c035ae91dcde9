"""Ask Stripe about the orders that claim to be paid: a person who can write the database could make one look so."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import datetime

from application.ports.storage.alerts import Alert, Alerts
from application.ports.storage.order_search import OrderSearch
from application.ports.stripe.failures import Missing
from application.ports.stripe.payments import Payments
from application.ports.system.clock import Clock
from application.repair.difference import Difference
from domain.facts.payment import PaymentState
from domain.identifiers.order_number import order_number
from domain.orders.order import Order

NO_INTENT = "no payment intent"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckPaidOrders:
    """One read at Stripe for each order. Nothing is repaired: an alert has a person look, and `till audit verify` shows
    whether the order was changed outside Till."""

    search: OrderSearch
    payments: Payments
    alerts: Alerts
    clock: Clock

    async def __call__(
        self, since: datetime, dry_run: bool, progress: Callable[[int], None]
    ) -> AsyncIterator[Difference]:
        """Yields the paid orders begun since then that Stripe does not call paid. Raises what the ports raise."""
        count = 0
        async for order in self.search.paid_since(since):
            count += 1
            progress(count)
            theirs = await self._contradiction(order)
            if theirs is None:
                continue
            if not dry_run:
                await self._alert(order, theirs)
            yield Difference(
                what="paid order",
                id=order.intent.id or order.id,
                ours="succeeded",
                theirs=theirs,
                order_number=order_number(order.id),
            )

    async def _contradiction(self, order: Order) -> str | None:
        if order.intent.id is None:
            return NO_INTENT
        try:
            fact = (await self.payments.show(order.intent.id)).fact
        except Missing:
            return "no such intent"
        if fact.state is not PaymentState.SUCCEEDED:
            return fact.state.value
        if fact.order_id not in (None, order.id):
            return f"paid for {fact.order_id}"
        if fact.amount_received < order.intent.captured:
            return f"{fact.amount_received} received, not {order.intent.captured}"
        return None

    async def _alert(self, order: Order, theirs: str) -> None:
        await self.alerts.raise_alert(
            Alert(
                id=f"not_paid:{order.id}",
                kind="not_paid",
                detail=f"{order.intent.id or NO_INTENT}: {theirs}",
                order_number=order_number(order.id),
                at=self.clock.now(),
            )
        )
