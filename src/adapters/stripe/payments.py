"""PaymentIntents: composing, creating, reading, confirming and canceling them."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from adapters.stripe.reading.decline_messages import message_for
from adapters.stripe.reading.our_ids import ORDER_ID, ORDER_NUMBER, USER_ID
from adapters.stripe.reading.payment import payment_snapshot
from adapters.stripe.reading.shapes import IntentShape
from adapters.stripe.sdk.calls import StripeCalls, step
from adapters.stripe.sdk.failures import CardRefused
from adapters.stripe.sdk.form import encoded
from application.ports.stripe.failures import AmountRefused, Refused
from application.ports.stripe.payments import Declined, ExactRequest, PaymentSnapshot
from application.ports.system.clock import Clock
from domain.customers.address import Address
from domain.identifiers.order_number import order_number
from domain.identifiers.types import PaymentIntentId, PaymentMethodId
from domain.orders.order import Order
from domain.payments.intent import CaptureMethod
from domain.payments.refusal import AmountLimit

INTENTS = "/v1/payment_intents"
WITH_CHARGE = {"expand[0]": "latest_charge"}
"""The charge has what was paid with and when an attempt failed, without a second call."""
_AMOUNT_LIMITS = {"amount_too_small": AmountLimit.TOO_SMALL, "amount_too_large": AmountLimit.TOO_LARGE}


@dataclass(frozen=True, slots=True, kw_only=True)
class StripePayments:
    """Payments at Stripe.

    `payment_method_types` are what shoppers may pay with (Stripe's names); `statement_descriptor_suffix` is what their
    statements say behind the account's own prefix.
    """

    calls: StripeCalls
    clock: Clock
    payment_method_types: Sequence[str] = ("card",)
    statement_descriptor_suffix: str | None = None

    def compose(self, order: Order) -> ExactRequest:
        """The request for the order's intent. Till mails receipts itself, so Stripe is given no address to mail to."""
        metadata = order.terms.metadata if order.terms else ()
        parameters = encoded(
            (
                ("amount", order.total),
                ("currency", order.currency.code),
                ("customer", order.intent.customer_id),
                *((f"allowed_payment_method_types[{n}]", name) for n, name in enumerate(self.payment_method_types)),
                ("description", f"Order {order_number(order.id)}"),
                ("capture_method", "manual" if order.capture_method is CaptureMethod.MANUAL else None),
                (f"metadata[{ORDER_ID}]", order.id),
                (f"metadata[{ORDER_NUMBER}]", order_number(order.id)),
                (f"metadata[{USER_ID}]", order.user_id),
                *((f"metadata[{name}]", text or None) for name, text in metadata),
                ("setup_future_usage", "on_session" if order.save_payment_method else None),
                *_shipping(order.shipping_address),
                ("statement_descriptor_suffix", self.statement_descriptor_suffix),
            )
        )
        return ExactRequest(parameters=parameters, digest=hashlib.sha256(parameters.encode()).hexdigest())

    async def create(self, request: ExactRequest, key: str) -> PaymentSnapshot:
        """Create the intent. Raises `AmountRefused`; `ReplayedFailure` and `KeyReused` say that the key is spent."""
        try:
            return self._seen(await self.calls.post(IntentShape, INTENTS, request.parameters, key))
        except Refused as refused:
            limit = _AMOUNT_LIMITS.get(refused.code)
            if limit is None:
                raise
            raise AmountRefused(refused.code, limit) from None

    async def show(self, payment_intent_id: PaymentIntentId) -> PaymentSnapshot:
        """The intent as it is now."""
        return self._seen(await self.calls.get(IntentShape, f"{INTENTS}/{step(payment_intent_id)}", WITH_CHARGE))

    async def confirm(
        self, payment_intent_id: PaymentIntentId, method: PaymentMethodId, return_url: str, key: str
    ) -> PaymentSnapshot:
        """Pay with a saved method."""
        form = encoded((("payment_method", method), ("return_url", return_url), *WITH_CHARGE.items()))
        path = f"{INTENTS}/{step(payment_intent_id)}/confirm"
        try:
            return self._seen(await self.calls.post(IntentShape, path, form, key))
        except CardRefused as refused:
            raise await self._declined(payment_intent_id, refused) from None

    async def cancel(self, payment_intent_id: PaymentIntentId, reason: str | None) -> PaymentSnapshot:
        """Cancel the intent. Needs no key: a second cancel is answered by `StateConflict`."""
        form = encoded((("cancellation_reason", reason), *WITH_CHARGE.items()))
        path = f"{INTENTS}/{step(payment_intent_id)}/cancel"
        return self._seen(await self.calls.post(IntentShape, path, form))

    async def _declined(self, payment_intent_id: PaymentIntentId, refused: CardRefused) -> Declined:
        error = refused.error
        seen: PaymentSnapshot
        try:
            seen = self._seen(msgspec.json.decode(error.payment_intent or b"", type=IntentShape))
        except ValueError:
            seen = await self.show(payment_intent_id)
        return Declined(
            seen, error.code or "card_declined", error.decline_code, message_for(error.code, error.decline_code)
        )

    def _seen(self, intent: IntentShape) -> PaymentSnapshot:
        return payment_snapshot(intent, self.clock.now())


def _shipping(address: Address | None) -> tuple[tuple[str, str | None], ...]:
    if address is None:
        return ()
    return (
        ("shipping[name]", address.name),
        ("shipping[phone]", address.phone),
        ("shipping[address][line1]", address.line1),
        ("shipping[address][line2]", address.line2),
        ("shipping[address][city]", address.city),
        ("shipping[address][state]", address.state),
        ("shipping[address][postal_code]", address.postal_code),
        ("shipping[address][country]", address.country),
    )
