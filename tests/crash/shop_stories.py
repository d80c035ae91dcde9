"""Stories of orders that the shop priced, each act of which may be the last of its process."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

from application.checkout.create_checkout import CreatedCheckout
from application.checkout.errors import CheckoutAlreadyPaid, PaymentClosed
from domain.identifiers.types import PaymentIntentId
from entrypoints.container import Container
from tests.crash.moments import Stage
from tests.crash.stories import Story, webhooks, worker
from tests.world.shoppers import pay, place
from tests.world.shops import create, open_link


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


SHOP_STORIES: tuple[Story, ...] = (
    a_link_from_its_shop_to_its_receipt,
    a_link_replaced,
    a_link_that_nobody_opens,
)
