"""Stories of payments, each act of which may be the last of its process."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta

from application.checkout.cancel_checkout import CancelCheckoutCommand
from application.checkout.card_testing import MAX_DECLINES
from application.checkout.confirm_payment import ConfirmPaymentCommand
from application.checkout.errors import CardDeclined, CheckoutAlreadyPaid, PaymentClosed
from application.checkout.start_checkout import StartedCheckout
from application.payment_methods.attach_payment_method import AttachPaymentMethodCommand
from application.refunds.errors import RefundRefused
from domain.errors.rule import RuleBroken
from domain.identifiers.types import PaymentIntentId, PaymentMethodId, RequestScope
from entrypoints.container import Container
from stripe_stand_in.model import Fault
from tests.crash.moments import Stage
from tests.world.shoppers import ADA, pay, place, refund, refund_in_dashboard, start

Story = Callable[[Stage], Awaitable[None]]


async def webhooks(stage: Stage) -> None:
    await stage.play(stage.world.deliver)


async def worker(stage: Stage) -> None:
    await stage.play(stage.world.work)


async def a_payment_and_its_order(stage: Stage) -> None:
    started = await stage.play(lambda till: start(till, "first"))
    if started is None:
        return
    intent = started.order.intent.id or PaymentIntentId("")
    pay(stage.world, started)
    await stage.play(lambda till: place(till, intent))
    await webhooks(stage)
    await worker(stage)


async def a_payment_known_by_webhook_first(stage: Stage) -> None:
    started = await stage.play(lambda till: start(till, "first"))
    if started is None:
        return
    pay(stage.world, started, "pm_card_visa_chargeDeclined")
    await webhooks(stage)
    pay(stage.world, started)
    await webhooks(stage)
    await stage.play(lambda till: place(till, started.order.intent.id or PaymentIntentId("")))
    await worker(stage)


async def refunds_in_parts(stage: Stage) -> None:
    started = await start(stage.world.till, "first")
    pay(stage.world, started)
    await stage.world.deliver(stage.world.till)
    await stage.play(lambda till: refund(till, started.order.id, 777, "refund 1"))
    await webhooks(stage)
    await stage.play(lambda till: refund(till, started.order.id, 301, "refund 2"))
    await worker(stage)
    await stage.play(lambda till: refund(till, started.order.id, None, "refund 3"))


async def a_refund_without_an_answer(stage: Stage) -> None:
    started = await start(stage.world.till, "first")
    pay(stage.world, started)
    await stage.world.deliver(stage.world.till)
    stage.world.model.faults.next("POST /v1/refunds", Fault.LOSE_ANSWER)
    await stage.play(lambda till: refund(till, started.order.id, 777, "refund 1"))
    stage.world.clock.advance(45)
    await worker(stage)
    await webhooks(stage)


async def a_refund_that_stripe_never_saw(stage: Stage) -> None:
    started = await start(stage.world.till, "first")
    pay(stage.world, started)
    await stage.world.deliver(stage.world.till)
    stage.world.model.faults.next("POST /v1/refunds", Fault.LOSE_REQUEST)
    await stage.play(lambda till: refund(till, started.order.id, 777, "refund 1"))
    stage.world.clock.advance(45)
    await worker(stage)
    await worker(stage)


async def a_refund_that_is_turned_away(stage: Stage) -> None:
    started = await start(stage.world.till, "first")
    pay(stage.world, started)
    await stage.world.deliver(stage.world.till)
    stage.world.model.faults.next("POST /v1/refunds", Fault.RATE_LIMIT)
    await stage.play(lambda till: refund(till, started.order.id, None, "refund 1"))
    stage.world.clock.advance(45)
    await worker(stage)


async def a_refund_in_the_dashboard(stage: Stage) -> None:
    started = await start(stage.world.till, "first")
    pay(stage.world, started)
    await stage.world.deliver(stage.world.till)
    refund_in_dashboard(stage.world, started.order.intent.id or PaymentIntentId(""), 500)
    await webhooks(stage)
    await worker(stage)

    async def rest(till: Container) -> None:
        try:
            await refund(till, started.order.id, None, "refund 1")
        except (RuleBroken, RefundRefused):
            return

    await stage.play(rest)


async def a_checkout_replaced(stage: Stage) -> None:
    first = await stage.play(lambda till: start(till, "first"))
    if first is None:
        return

    async def replacing(till: Container) -> None:
        try:
            second = await start(till, "second", quantity=3, replaces=first.order.id)
        except CheckoutAlreadyPaid:
            return
        pay(stage.world, second)

    await stage.play(replacing)
    await webhooks(stage)
    await worker(stage)


async def a_checkout_replaced_by_two_tabs(stage: Stage) -> None:
    first = await start(stage.world.till, "first")
    second = await stage.play(lambda till: start(till, "second", quantity=3, replaces=first.order.id))

    async def stale(till: Container) -> StartedCheckout | None:
        with suppress(CheckoutAlreadyPaid, PaymentClosed):
            return await start(till, "stale", replaces=first.order.id)
        return None

    third = await stage.play(stale)
    for started in (second, third):
        if started is not None:
            pay(stage.world, started)
    await webhooks(stage)
    await worker(stage)


async def a_checkout_canceled(stage: Stage) -> None:
    started = await start(stage.world.till, "first")
    command = CancelCheckoutCommand(
        user_id=ADA.id,
        payment_intent_id=started.order.intent.id or PaymentIntentId(""),
        reason="requested_by_customer",
        actor="user:ada",
        cause="request:cancel",
    )
    await stage.play(lambda till: till.cancel_checkout()(command))
    await webhooks(stage)
    await worker(stage)


async def a_checkout_abandoned(stage: Stage) -> None:
    started = await stage.play(lambda till: start(till, "first"))
    if started is not None:
        pay(stage.world, started, "pm_card_visa_chargeDeclined")
    await webhooks(stage)
    stage.world.clock.advance(timedelta(hours=24, minutes=1).total_seconds())
    await worker(stage)
    await worker(stage)


async def _with_a_saved_card(stage: Stage, card: str) -> None:
    attach = AttachPaymentMethodCommand(
        user=ADA, payment_method_id=PaymentMethodId(card), request_scope=RequestScope("attach"), cause="request:attach"
    )
    saved = await stage.play(lambda till: till.attach_payment_method()(attach))
    started = await stage.play(lambda till: start(till, "first"))
    if saved is None or started is None:
        return
    command = ConfirmPaymentCommand(
        user_id=ADA.id,
        payment_intent_id=started.order.intent.id or PaymentIntentId(""),
        payment_method_id=saved.method.id,
        return_url=None,
        actor="user:ada",
        cause="request:confirm",
    )

    async def confirm(till: Container) -> None:
        with suppress(CardDeclined):
            await till.confirm_payment()(command)

    await stage.play(confirm)
    await webhooks(stage)
    await worker(stage)


async def a_saved_card(stage: Stage) -> None:
    await _with_a_saved_card(stage, "pm_card_visa")


async def a_saved_card_that_is_declined(stage: Stage) -> None:
    await _with_a_saved_card(stage, "pm_card_chargeCustomerFail")


async def a_card_tester_who_is_stopped(stage: Stage) -> None:
    tried = await start(stage.world.till, "first")
    await start(stage.world.till, "second")
    for _ in range(MAX_DECLINES - 1):
        pay(stage.world, tried, "pm_card_visa_chargeDeclined")
    await stage.world.deliver(stage.world.till)
    pay(stage.world, tried, "pm_card_visa_chargeDeclined")
    await webhooks(stage)
    await worker(stage)


async def a_payment_that_fails_while_processing(stage: Stage) -> None:
    started = await stage.play(lambda till: start(till, "first"))
    if started is None:
        return
    pay(stage.world, started, "pm_usBankAccount_insufficientFunds")
    await webhooks(stage)
    stage.world.clock.advance(300)
    stage.world.model.advance()
    await webhooks(stage)
    await worker(stage)


async def a_day_without_webhooks(stage: Stage) -> None:
    started = await start(stage.world.till, "first")
    pay(stage.world, started)
    refund_in_dashboard(stage.world, started.order.intent.id or PaymentIntentId(""), 500)
    await stage.play(stage.world.reconcile)
    await worker(stage)


STORIES: tuple[Story, ...] = (
    a_payment_and_its_order,
    a_payment_known_by_webhook_first,
    *(refunds_in_parts, a_refund_without_an_answer, a_refund_that_stripe_never_saw),
    *(a_refund_that_is_turned_away, a_refund_in_the_dashboard),
    a_checkout_replaced,
    a_checkout_replaced_by_two_tabs,
    a_checkout_canceled,
    a_checkout_abandoned,
    a_saved_card,
    a_saved_card_that_is_declined,
    a_card_tester_who_is_stopped,
    a_payment_that_fails_while_processing,
    a_day_without_webhooks,
)
