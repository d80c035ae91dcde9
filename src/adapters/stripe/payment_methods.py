"""PaymentMethods: a shopper's saved cards and bank accounts."""

from collections.abc import Sequence
from dataclasses import dataclass

from adapters.stripe.reading.decline_messages import message_for
from adapters.stripe.reading.payment import CARD_ERROR, attempt_without_charge
from adapters.stripe.reading.shapes import MethodShape, id_of
from adapters.stripe.sdk.calls import StripeCalls, step
from adapters.stripe.sdk.failures import CardRefused
from adapters.stripe.sdk.form import encoded
from application.ports.stripe.failures import Missing, Refused
from application.ports.stripe.payment_methods import AttachDeclined, SavedMethod
from application.ports.system.clock import Clock
from domain.facts.payment import FailedAttempt
from domain.identifiers.types import CustomerId, PaymentMethodId

_METHODS = "/v1/payment_methods"


@dataclass(frozen=True, slots=True, kw_only=True)
class StripePaymentMethods:
    """Saved methods at Stripe. Stripe does not check whose they are: compare the customer before acting."""

    calls: StripeCalls
    clock: Clock

    async def of_customer(self, customer_id: CustomerId) -> Sequence[SavedMethod]:
        """All methods saved for a customer, newest first."""
        listed = self.calls.pages(MethodShape, f"/v1/customers/{step(customer_id)}/payment_methods")
        return [_saved(method) async for method in listed]

    async def get(self, method_id: PaymentMethodId) -> SavedMethod:
        """One method, of any customer."""
        return _saved(await self.calls.get(MethodShape, f"{_METHODS}/{step(method_id)}"))

    async def attach(self, method_id: PaymentMethodId, customer_id: CustomerId, key: str) -> SavedMethod:
        """Save a method for a customer."""
        form = encoded((("customer", customer_id),))
        try:
            return _saved(await self.calls.post(MethodShape, f"{_METHODS}/{step(method_id)}/attach", form, key))
        except CardRefused as refused:
            raise self._declined(method_id, refused) from None

    async def detach(self, method_id: PaymentMethodId) -> None:
        """Forget a method for good.

        Stripe refuses a second time in words alone, so a refusal is checked against the method itself.
        """
        try:
            await self.calls.post(MethodShape, f"{_METHODS}/{step(method_id)}/detach")
        except Missing:
            raise
        except Refused:
            if (await self.get(method_id)).customer_id is not None:
                raise

    def _declined(self, method_id: PaymentMethodId, refused: CardRefused) -> AttachDeclined:
        error = refused.error
        failure = FailedAttempt(
            id=attempt_without_charge(method_id, error.code),
            at=self.clock.now(),
            code=error.code,
            decline_code=error.decline_code,
            declined=error.type == CARD_ERROR,
        )
        message = message_for(error.code, error.decline_code)
        return AttachDeclined(failure, error.code or "card_declined", error.decline_code, message)


def _saved(method: MethodShape) -> SavedMethod:
    instrument, customer_id = method.instrument, id_of(method.customer)
    return SavedMethod(
        id=PaymentMethodId(method.id),
        customer_id=CustomerId(customer_id) if customer_id else None,
        type=method.type,
        brand=instrument.brand,
        last4=instrument.last4,
        exp_month=instrument.exp_month,
        exp_year=instrument.exp_year,
        fingerprint=instrument.fingerprint,
    )
