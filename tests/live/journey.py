"""The whole journey of a payment through Till's own use cases, and the errors that Till relies on."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from adapters.in_memory.mail.mailbox import MailBox
from adapters.in_memory.stores.all_stores import InMemoryStores
from adapters.in_memory.system.fault_reports import RecordedFaults
from adapters.stripe.sdk.calls import StripeCalls
from adapters.stripe.sdk.form import encoded
from application.checkout.cancel_checkout import CancelCheckoutCommand
from application.checkout.start_checkout import StartedCheckout
from application.payment_methods.attach_payment_method import AttachPaymentMethodCommand
from application.ports.stripe.failures import OutcomeUnknown, Refused, StateConflict
from application.ports.system.clock import Clock, RequestScopes
from application.repair.reconcile import ReconcileCommand, Source
from domain.customers.user import User
from domain.errors.rule import RuleBroken
from domain.identifiers.types import PaymentIntentId, PaymentMethodId, RequestScope, UserId
from domain.orders.order import Order, OrderStatus, PaymentStatus
from entrypoints.container import Container
from stripe_stand_in.model import StripeModel
from tests.in_memory_container import in_memory_container
from tests.live.recording import RecordingTransport
from tests.world.shoppers import checkout_command, place, refund
from tests.world.world import AUDIT_SECRET, PRODUCTS, world_settings

SINCE = timedelta(hours=1)
POLLS = 40
REFUNDED = 301


class JourneyFailed(Exception):
    """The journey did not come to where it should; the message says where."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey:
    """One run against one account; `pause` lets events come about, and `run` makes names that no other run has."""

    calls: StripeCalls
    transport: RecordingTransport
    clock: Clock
    scopes: RequestScopes
    pause: Callable[[], Awaitable[None]]
    run: str

    async def __call__(self) -> None:
        """Takes every step. Raises `JourneyFailed`."""
        till = self._till()
        for name, step in (
            ("pay", self._pay),
            ("refund", self._refund),
            ("decline", self._declines),
            ("3-D Secure", self._authenticate),
            ("saved method", self._save),
            ("dispute", self._dispute),
            ("errors", self._errors),
        ):
            with self.transport.step(name):
                try:
                    await step(till)
                except (OutcomeUnknown, Refused, StateConflict, RuleBroken) as failure:
                    raise JourneyFailed(f"{name}: {type(failure).__name__}: {failure}") from failure

    def _till(self) -> Container:
        stores = InMemoryStores(AUDIT_SECRET.encode(), PRODUCTS)
        return in_memory_container(
            world_settings(StripeModel(clock=lambda: 0.0)),
            lambda name: getattr(stores, name),
            clock=self.clock,
            fault_reports=RecordedFaults(),
            request_scopes=self.scopes,
            mailer=MailBox(),
            stripe_calls=self.calls,
        )

    async def _pay(self, till: Container) -> None:
        started = await self._started(till, "pay")
        await self._browser_pays(started, "pm_card_visa")
        await place(till, _intent(started), user=self._user)
        await self._until(till, started, lambda order: order.status is OrderStatus.CONFIRMED, "a confirmed order")

    async def _refund(self, till: Container) -> None:
        started = await self._started(till, "refund")
        await self._browser_pays(started, "pm_card_visa")
        await place(till, _intent(started), user=self._user)
        await refund(till, started.order.id, REFUNDED, f"{self.run}-refund")
        await self._until(till, started, lambda order: order.amount_refunded == REFUNDED, "a succeeded refund")

    async def _declines(self, till: Container) -> None:
        for method in ("pm_card_visa_chargeDeclined", "pm_card_visa_chargeDeclinedInsufficientFunds"):
            started = await self._started(till, method)
            with suppress(Refused):
                await self._browser_pays(started, method)
            await till.show_payment()(_intent(started), user_id=self._user.id, is_admin=False)
            await self._until(
                till, started, lambda order: order.payment_status is PaymentStatus.FAILED, "a failed payment"
            )

    async def _authenticate(self, till: Container) -> None:
        started = await self._started(till, "authenticate")
        seen = await self._browser_pays(started, "pm_card_threeDSecure2Required")
        if seen["status"] != "requires_action":
            raise JourneyFailed(f"3-D Secure: the payment is {seen['status']}, not requires_action")
        await till.cancel_checkout()(
            CancelCheckoutCommand(
                user_id=self._user.id,
                payment_intent_id=_intent(started),
                reason="requested_by_customer",
                actor=f"user:{self._user.id}",
                cause="request:live",
            )
        )
        await self._until(till, started, lambda order: order.status is OrderStatus.CANCELED, "a canceled order")

    async def _save(self, till: Container) -> None:
        command = AttachPaymentMethodCommand(
            user=self._user,
            payment_method_id=PaymentMethodId("pm_card_mastercard"),
            request_scope=RequestScope(f"{self.run}-attach"),
            cause="request:live",
        )
        saved = await till.attach_payment_method()(command)
        await till.payment_methods().detach(saved.method.id)

    async def _dispute(self, till: Container) -> None:
        started = await self._started(till, "dispute")
        await self._browser_pays(started, "pm_card_createDispute")
        await place(till, _intent(started), user=self._user)
        await self._until(
            till, started, lambda order: order.payment_status is PaymentStatus.DISPUTED, "a disputed payment"
        )
        await self._refused("/v1/refunds", payment_intent=_intent(started))

    async def _errors(self, till: Container) -> None:
        started = await self._started(till, "errors")
        intent = _intent(started)
        await self._refused("/v1/payment_intents/pi_till_doctor/cancel")
        await self._refused("/v1/payment_intents", amount=1, currency="usd")
        await self._refused("/v1/payment_intents", amount=1299, currency="xxx")
        await self._refused("/v1/payment_intents", amount=1299, currency="usd", no_such_parameter="x")
        await self._refused("/v1/payment_intents", currency="usd")
        await self._refused("/v1/refunds", payment_intent=intent, amount=1)
        await self._refused(f"/v1/payment_intents/{intent}/capture")
        await self._refused("/v1/payment_methods/pm_till_doctor/attach", customer=started.order.intent.customer_id)
        key = f"{self.run}-key"
        for amount in (1299, 2598):
            await self._refused("/v1/payment_intents", key, amount=amount, currency="usd")

    async def _started(self, till: Container, name: str) -> StartedCheckout:
        return await till.start_checkout()(checkout_command(f"{self.run}-{name}", user=self._user))

    async def _browser_pays(self, started: StartedCheckout, method: str) -> dict[str, Any]:
        path = f"/v1/payment_intents/{_intent(started)}/confirm"
        form = encoded((("payment_method", method), ("return_url", "https://shop.example/")))
        return await self.calls.post(dict[str, Any], path, form)

    async def _refused(self, path: str, key: str | None = None, **form: str | int) -> None:
        """Sends what Stripe refuses, or not: what matters is that both answer alike."""
        with suppress(Refused, OutcomeUnknown, StateConflict):
            await self.calls.post(dict[str, Any], path, encoded(form.items()), key)

    async def _until(
        self, till: Container, started: StartedCheckout, reached: Callable[[Order], bool], what: str
    ) -> None:
        """Polls Stripe's events, as webhooks would bring them, until the order is there."""
        for _ in range(POLLS):
            order = await till.orders().get(started.order.id)
            if order is not None and reached(order):
                return
            await self.pause()
            command = ReconcileCommand(since={Source.EVENTS: SINCE})
            async for _found in till.reconcile()(command, lambda source, count: None):
                continue
        raise JourneyFailed(f"after {POLLS} looks at Stripe's events there is not {what}")

    @property
    def _user(self) -> User:
        return User(id=UserId(f"ada-{self.run}"), email="ada@customer.example", first_name="Ada", last_name="Okafor")


def _intent(started: StartedCheckout) -> PaymentIntentId:
    if started.order.intent.id is None:
        raise JourneyFailed("the checkout has no payment intent")
    return started.order.intent.id
