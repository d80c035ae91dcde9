"""Stories of orders that the shop priced, each act of which may be the last of its process."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

from application.captures.errors import CaptureRefused
from application.checkout.create_checkout import CreatedCheckout
from application.checkout.errors import CheckoutAlreadyPaid, PaymentClosed
from domain.errors.rule import RuleBroken
from domain.identifiers.types import OrderId, PaymentIntentId
from domain.orders.order import Order
from domain.payments.intent import CaptureMethod
from entrypoints.container import Container
from stripe_stand_in.model import Fault
from tests.crash.moments import Stage
from tests.crash.stories import Story, webhooks, worker
from tests.world.dashboard import at_stripe
from tests.world.shoppers import pay, place, refund
from tests.world.shops import cancel, capture, create, hold, open_link


async def a_link_from_its_shop_to_its_receipt(stage: Stage) -> None:
    created = await stage.play(lambda till: create(till, "one"))
    if created is None:
        return
    opened = await stage.play(lambda till: open_link(till, created.order.id))
    if opened is None:
        return
    pay(stage.world, opened)
    await stage.play(lambda till: place(till, opened.order.intent.id or PaymentIntentId("")))
    await webhooks(stage)
    await worker(stage)


async def a_link_replaced(stage: Stage) -> None:
    first = await create(stage.world.till, "one")
    opened = await stage.play(lambda till: open_link(till, first.order.id))

    async def replacing(till: Container) -> CreatedCheckout | None:
        try:
            return await create(till, "two", replaces=first.order.id)
        except CheckoutAlreadyPaid:
            return None

    second = await stage.play(replacing)
    third = await stage.play(lambda till: create(till, "three", replaces=first.order.id))
    for link in (second, third):
        if link is not None:
            with suppress(PaymentClosed):
                pay(stage.world, await open_link(stage.world.till, link.order.id))
    if opened is not None:
        pay(stage.world, opened)
    await webhooks(stage)
    await worker(stage)


async def a_link_that_nobody_opens(stage: Stage) -> None:
    await stage.play(lambda till: create(till, "one"))
    stage.world.clock.advance(timedelta(hours=24, minutes=1).total_seconds())
    await worker(stage)


async def part_of_the_money_captured_when_the_goods_leave(stage: Stage) -> None:
    created = await create(stage.world.till, "one", capture_method=CaptureMethod.MANUAL)
    opened = await stage.play(lambda till: open_link(till, created.order.id))
    if opened is None:
        return
    pay(stage.world, opened)
    await stage.play(lambda till: place(till, opened.order.intent.id or PaymentIntentId("")))
    await stage.play(lambda till: _captured(till, created.order.id, 777))
    await webhooks(stage)

    async def give_back(till: Container) -> None:
        with suppress(RuleBroken):
            await refund(till, created.order.id, 301, "refund 1")

    await stage.play(give_back)
    await worker(stage)


async def a_capture_without_an_answer(stage: Stage) -> None:
    order = await hold(stage.world, "one")
    stage.world.model.faults.next(f"POST /v1/payment_intents/{order.intent.id}/capture", Fault.FAIL_BEFORE)
    await stage.play(lambda till: _captured(till, order.id, None))
    for _ in range(2):
        stage.world.clock.advance(61)
        await worker(stage)
    await webhooks(stage)


async def a_capture_in_the_dashboard(stage: Stage) -> None:
    order = await hold(stage.world, "one")
    at_stripe(stage.world, "POST", f"/v1/payment_intents/{order.intent.id}/capture", amount_to_capture=555)
    await stage.play(lambda till: _captured(till, order.id, 777))
    await webhooks(stage)


async def a_void_of_what_was_held(stage: Stage) -> None:
    account = stage.world.model._account
    account.settings = replace(account.settings, uncaptured_shown_as_refund=True)
    order = await hold(stage.world, "one")
    await stage.play(lambda till: cancel(till, order.id))
    stage.world.clock.advance(61)
    await worker(stage)
    await webhooks(stage)


async def an_authorization_that_lapses(stage: Stage) -> None:
    await hold(stage.world, "one")
    stage.world.clock.advance(timedelta(days=6, minutes=1).total_seconds())
    await worker(stage)
    stage.world.clock.advance(timedelta(days=1).total_seconds())
    stage.world.model.advance()
    await worker(stage)
    await webhooks(stage)


async def _captured(till: Container, order_id: OrderId, amount: int | None) -> Order | None:
    try:
        return await capture(till, order_id, amount, "capture 1")
    except (RuleBroken, CaptureRefused):
        return None


SHOP_STORIES: tuple[Story, ...] = (
    a_link_from_its_shop_to_its_receipt,
    a_link_replaced,
    a_link_that_nobody_opens,
    part_of_the_money_captured_when_the_goods_leave,
    a_capture_without_an_answer,
    a_capture_in_the_dashboard,
    a_void_of_what_was_held,
    an_authorization_that_lapses,
)
