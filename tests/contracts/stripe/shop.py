"""A shop with an account at Stripe, whatever is behind the gateway: the model here or the stand-in over HTTP."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from adapters.stripe.customers import StripeCustomers
from adapters.stripe.payments import StripePayments
from adapters.stripe.refunds import StripeRefunds
from adapters.stripe.sdk.calls import StripeCalls
from adapters.stripe.sdk.form import encoded
from application.ports.stripe.customers import Customers
from application.ports.stripe.payments import Payments, PaymentSnapshot
from application.ports.stripe.refunds import Refunds
from application.ports.system.clock import Clock
from domain.facts.refund import RefundFact
from domain.identifiers.types import CustomerId, PaymentMethodId, RefundId
from domain.orders.order import Order
from tests.builders import checkout, request_scope, user

_numbers = count(1)


class HeldClock:
    """A clock that moves only when a test moves it."""

    def __init__(self, at: datetime = datetime(2026, 11, 22, 9, 26, 53, 589000, tzinfo=UTC)) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    async def sleep(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)

    def seconds(self) -> float:
        """Since 1970."""
        return self.at.timestamp()


class SystemClock:
    """The real time, for a stand-in in another process."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    async def sleep(self, seconds: float) -> None:
        raise AssertionError("a test never sleeps")


def key() -> str:
    """An idempotency key that no other call of this run had."""
    return request_scope(f"key {next(_numbers)} of {datetime.now(UTC).isoformat()}")


@dataclass
class Shop:
    """A shop with an account at Stripe."""

    calls: StripeCalls
    clock: Clock

    @property
    def payments(self) -> Payments:
        return StripePayments(calls=self.calls, clock=self.clock)

    @property
    def customers(self) -> Customers:
        return StripeCustomers(calls=self.calls)

    @property
    def refunds(self) -> Refunds:
        return StripeRefunds(calls=self.calls)

    async def do(self, path: str, **form: str | int) -> dict[str, Any]:
        """A call of another client of the account, such as the dashboard or a browser."""
        return await self.calls.post(dict[str, Any], path, encoded(form.items()))

    async def delete(self, path: str) -> None:
        """A deletion in the dashboard."""
        await self.calls._client.raw_request_async("delete", path)

    async def customer(self) -> CustomerId:
        return await self.customers.create(user(), key())

    async def order(self, **given: Any) -> Order:
        """A checkout of a customer of Stripe's."""
        return checkout(customer_id=await self.customer(), order_origin=request_scope(key()), **given)

    async def asked(self, order: Order | None = None) -> PaymentSnapshot:
        order = order or await self.order()
        return await self.payments.create(self.payments.compose(order), key())

    async def confirmed(self, payment: PaymentSnapshot, method: str = "pm_card_visa") -> PaymentSnapshot:
        return await self.payments.confirm(payment.id, PaymentMethodId(method), "https://shop.example/return", key())

    async def paid(self, order: Order | None = None, method: str = "pm_card_visa") -> PaymentSnapshot:
        return await self.confirmed(await self.asked(order), method)

    async def refunded(self, payment: PaymentSnapshot, amount: int = 833, refund_id: str = "rfd_1") -> RefundFact:
        parameters = self.refunds.compose(
            order_id=payment.fact.order_id or checkout().id,
            refund_id=RefundId(refund_id),
            payment_intent_id=payment.id,
            amount=amount,
            reason=None,
        )
        return await self.refunds.send(parameters, key())
