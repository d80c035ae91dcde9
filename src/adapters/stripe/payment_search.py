"""Looking for an intent whose creation was never answered."""

from collections.abc import Sequence
from dataclasses import dataclass

from adapters.stripe.reading.payment import payment_snapshot
from adapters.stripe.reading.shapes import IntentShape
from adapters.stripe.sdk.calls import StripeCalls
from application.ports.stripe.payments import PaymentSnapshot
from application.ports.system.clock import Clock
from domain.facts.payment import PaymentState
from domain.identifiers.types import CustomerId, OrderId


@dataclass(frozen=True, slots=True, kw_only=True)
class StripePaymentSearch:
    """Intents by what they say of themselves.

    Stripe's own search lags behind by up to an hour, so the customer's intents are listed instead.
    """

    calls: StripeCalls
    clock: Clock

    async def of_order(self, customer_id: CustomerId, order_id: OrderId) -> Sequence[PaymentSnapshot]:
        """Every intent of the customer whose metadata names the order, those that were paid first."""
        query = {"customer": customer_id, "expand[0]": "data.latest_charge"}
        listed = self.calls.pages(IntentShape, "/v1/payment_intents", query)
        seen = [payment_snapshot(intent, self.clock.now()) async for intent in listed]
        ours = [payment for payment in seen if payment.fact.order_id == order_id]
        return sorted(ours, key=lambda payment: payment.fact.state is not PaymentState.SUCCEEDED)
