"""Captures of authorized PaymentIntents."""

from dataclasses import dataclass

from adapters.stripe.payments import INTENTS, WITH_CHARGE
from adapters.stripe.reading.payment import payment_snapshot
from adapters.stripe.reading.shapes import IntentShape
from adapters.stripe.sdk.calls import StripeCalls, step
from adapters.stripe.sdk.form import encoded
from application.ports.stripe.payments import PaymentSnapshot
from application.ports.system.clock import Clock
from domain.identifiers.types import PaymentIntentId


@dataclass(frozen=True, slots=True, kw_only=True)
class StripeCaptures:
    """Captures at Stripe."""

    calls: StripeCalls
    clock: Clock

    async def capture(self, payment_intent_id: PaymentIntentId, amount: int, key: str) -> PaymentSnapshot:
        """Takes the amount and releases the rest."""
        form = encoded((("amount_to_capture", amount), *WITH_CHARGE.items()))
        path = f"{INTENTS}/{step(payment_intent_id)}/capture"
        return payment_snapshot(await self.calls.post(IntentShape, path, form, key), self.clock.now())
