"""A payment as Stripe has it now; its secret is its owner's."""

import pytest

from application.orders.errors import NotFound
from domain.identifiers.types import PaymentIntentId
from entrypoints.container import Container
from tests.use_cases.scenes import BOB, intent_of, paid, unpaid
from tests.world.shoppers import ADA, pay
from tests.world.world import World


async def test_its_owner_gets_the_secret_only_while_it_can_be_paid(world: World, till: Container) -> None:
    started = await unpaid(world)
    intent = intent_of(started.order)
    before = await till.show_payment()(intent, user_id=ADA.id, is_admin=False)
    pay(world, started)
    after = await till.show_payment()(intent, user_id=ADA.id, is_admin=False)
    assert (before.client_secret, after.client_secret) == (started.client_secret, None)
    assert (before.seen.status, after.seen.status) == ("requires_payment_method", "succeeded")
    assert started.client_secret not in repr(before) + repr(before.seen)


async def test_an_admin_sees_any_payment_but_no_secret(world: World, till: Container) -> None:
    intent = intent_of((await unpaid(world)).order)
    shown = await till.show_payment()(intent, user_id=BOB.id, is_admin=True)
    assert (shown.seen.id, shown.client_secret) == (intent, None)


async def test_anothers_payment_is_not_found(world: World, till: Container) -> None:
    intent = intent_of(await paid(world))
    with pytest.raises(NotFound):
        await till.show_payment()(intent, user_id=BOB.id, is_admin=False)
    with pytest.raises(NotFound):
        await till.show_payment()(PaymentIntentId("pi_of_nobody"), user_id=ADA.id, is_admin=True)
