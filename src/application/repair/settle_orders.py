"""Settle what was begun on orders: unknown outcomes, unlisted refunds, unread risks, cancellations, expiry."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from application.captures.watch_authorization import WatchAuthorization
from application.checkout.cancel_intent import CancelIntent
from application.checkout.create_intent import CreateIntent
from application.checkout.errors import PaymentClosed
from application.orders.apply_fact import ApplyFact
from application.orders.change_order import apply_facts, change
from application.ports.storage.due_orders import DueOrders
from application.ports.storage.failures import StaleOrder
from application.ports.storage.orders import Orders
from application.ports.stripe.failures import AmountRefused, Refused, StateConflict
from application.ports.stripe.payments import Payments, PaymentSearch
from application.ports.stripe.refunds import Refunds
from application.ports.system.clock import Clock
from application.ports.system.fault_reports import FaultReports
from application.ports.unavailable import Unavailable
from application.refunds.settle_refund import SettleRefund
from domain.disputes.apply_dispute import remind_of_disputes
from domain.facts.payment import PaymentState
from domain.identifiers.types import OrderId
from domain.orders.history import Attribution
from domain.orders.order import Order
from domain.payments.checkout import close_unrequested, close_without_intent, is_expired
from domain.payments.intent import Closing
from domain.refunds.apply_refund import notify_delays
from domain.refunds.request import KEY_KEPT, refunds_listed

LEASE = timedelta(seconds=60)
BATCH = 20
CAUSE = "worker:settle"


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleOrders:
    """Takes the orders that are due, one by one; one that can't be settled now comes again later."""

    orders: Orders
    due_orders: DueOrders
    payments: Payments
    search: PaymentSearch
    refunds: Refunds
    apply_fact: ApplyFact
    settle_refund: SettleRefund
    watch_authorization: WatchAuthorization
    create_intent: CreateIntent
    cancel_intent: CancelIntent
    fault_reports: FaultReports
    clock: Clock

    async def __call__(self) -> int:
        """How many orders were looked at. Raises `StoreUnavailable` where none can be."""
        claimed = await self.due_orders.claim(self.clock.now(), LEASE, BATCH)
        for order_id in claimed:
            try:
                await self.settle(order_id)
            except (Unavailable, Refused, StateConflict, StaleOrder, PaymentClosed, AmountRefused):
                # The claim has put the order off: it is due again, later each time; an overdue outcome raises an alert.
                continue
            except Exception as fault:  # noqa: BLE001 - one order must not hold up the settling of others
                self.fault_reports.report(fault, subject=order_id)
        return len(claimed)

    async def settle(self, order_id: OrderId) -> None:
        """Does what one order needs. Raises what the ports raise."""
        order = await self.orders.get(order_id)
        if order is None:
            return
        for refund in order.unsettled_refunds:
            order = await self.settle_refund(order, refund.id, cause=CAUSE)
        order = await self._list_refunds(order)
        by = self._by()
        order = await change(self.orders, order, lambda now: notify_delays(remind_of_disputes(now, by), by))
        if order.awaits_risk and order.intent.id is not None:
            order = await apply_facts(self.orders, order, ((await self.payments.show(order.intent.id)).fact,), by)
        if order.intent.is_final:
            return
        asked_at = order.intent.creation.asked_at
        if asked_at is None:
            await self._expire_unrequested(order)
            return
        if order.intent.id is None:
            order = await self._find_intent(order, asked_at)
        if order.is_uncaptured and order.intent.closing is not Closing.VOIDED:
            await self.watch_authorization(order, cause=CAUSE)
        elif order.intent.closing is not None:
            await self.cancel_intent(order, order.intent.closing, reason=None, actor="till", cause=CAUSE)
        elif is_expired(order, self.clock.now()):
            await self._expire(order)

    async def _list_refunds(self, order: Order) -> Order:
        reported = order.intent.reported_refunded
        if reported is None or order.intent.id is None:
            return order
        by = self._by()
        order = await apply_facts(self.orders, order, await self.refunds.of_payment(order.intent.id), by)
        return await change(self.orders, order, lambda now: refunds_listed(now, reported, by))

    async def _expire_unrequested(self, order: Order) -> None:
        by = self._by()
        if is_expired(order, by.at):
            await change(self.orders, order, lambda now: close_unrequested(now, Closing.EXPIRED, by))

    async def _find_intent(self, order: Order, asked_at: datetime) -> Order:
        if self.clock.now() - asked_at < KEY_KEPT and not is_expired(order, self.clock.now()):
            order, _ = await self.create_intent(order, actor="till", cause=CAUSE)
            return order
        for seen in await self.search.of_order(order.intent.customer, order.id):
            result = await self.apply_fact(seen.fact, cause=CAUSE, actor="till")
            order = result.order or order
        if order.intent.id is None and self.clock.now() - asked_at > KEY_KEPT:
            by = self._by()
            order = await change(self.orders, order, lambda now: close_without_intent(now, None, by))
        return order

    async def _expire(self, order: Order) -> None:
        if order.intent.id is None:
            return
        seen = await self.payments.show(order.intent.id)
        by = self._by()
        order = await apply_facts(self.orders, order, (seen.fact,), by)
        if seen.fact.state in (PaymentState.PROCESSING, PaymentState.UNCAPTURED) or order.intent.is_final:
            return
        if seen.next_action is not None and seen.next_action.waits_for_days:
            return
        await self.cancel_intent(order, Closing.EXPIRED, reason="abandoned", actor="till", cause=CAUSE)

    def _by(self) -> Attribution:
        return Attribution(at=self.clock.now(), actor="till", cause=CAUSE)
