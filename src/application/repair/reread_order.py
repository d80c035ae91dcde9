"""Read again from Stripe, by id, everything about an order that may still change."""

from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass

from application.ports.stripe.failures import Missing, PermissionMissing
from application.ports.stripe.payments import Payments, PaymentSearch
from application.ports.stripe.records import CaseRecords
from application.ports.stripe.refunds import Refunds
from domain.facts.fact import OrderFact
from domain.orders.order import Order


@dataclass(frozen=True, slots=True, kw_only=True)
class ReRead:
    """Facts of any age: what Stripe's lists and events no longer show is still found by id."""

    payments: Payments
    search: PaymentSearch
    refunds: Refunds
    cases: CaseRecords

    async def __call__(self, order: Order) -> AsyncIterator[OrderFact]:
        """The order's facts as they are now. Raises what the ports raise; what Stripe no longer has is passed over."""
        if not order.intent.is_requested:
            return
        if order.intent.id is None:
            with suppress(Missing, PermissionMissing):
                for seen in await self.search.of_order(order.intent.customer, order.id):
                    yield seen.fact
            return
        if not order.intent.is_paid:
            with suppress(Missing, PermissionMissing):
                yield (await self.payments.show(order.intent.id)).fact
        with suppress(Missing, PermissionMissing):
            for refund in await self.refunds.of_payment(order.intent.id):
                yield refund
        for dispute in order.disputes:
            with suppress(Missing, PermissionMissing):
                yield await self.cases.dispute(dispute.id)
        for review in order.reviews:
            if review.closed_reason is None:
                with suppress(Missing, PermissionMissing):
                    yield await self.cases.review(review.id)
