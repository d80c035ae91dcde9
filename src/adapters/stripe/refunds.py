"""Refunds: asking for them and reading them."""

from collections.abc import Sequence
from dataclasses import dataclass

from adapters.stripe.reading.facts import refund_fact
from adapters.stripe.reading.our_ids import ORDER_ID, REFUND_ID
from adapters.stripe.reading.shapes import RefundShape
from adapters.stripe.sdk.calls import StripeCalls
from adapters.stripe.sdk.form import encoded
from domain.facts.refund import RefundFact
from domain.identifiers.types import OrderId, PaymentIntentId, RefundId
from domain.refunds.refund import RefundReason

_REFUNDS = "/v1/refunds"


@dataclass(frozen=True, slots=True, kw_only=True)
class StripeRefunds:
    """Refunds at Stripe."""

    calls: StripeCalls

    def compose(
        self,
        *,
        order_id: OrderId,
        refund_id: RefundId,
        payment_intent_id: PaymentIntentId,
        amount: int,
        reason: RefundReason | None,
    ) -> str:
        """Exactly what will be sent."""
        return encoded(
            (
                ("payment_intent", payment_intent_id),
                ("amount", amount),
                ("reason", reason),
                (f"metadata[{ORDER_ID}]", order_id),
                (f"metadata[{REFUND_ID}]", refund_id),
            )
        )

    async def send(self, parameters: str, key: str) -> RefundFact:
        """Ask for the refund."""
        return refund_fact(await self.calls.post(RefundShape, _REFUNDS, parameters, key))

    async def of_payment(self, payment_intent_id: PaymentIntentId) -> Sequence[RefundFact]:
        """Every refund of a payment."""
        listed = self.calls.pages(RefundShape, _REFUNDS, {"payment_intent": payment_intent_id})
        return [refund_fact(refund) async for refund in listed]
