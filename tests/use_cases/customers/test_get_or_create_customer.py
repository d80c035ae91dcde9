"""One shopper, one customer at Stripe, whatever happens on the way."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from application.customers.get_or_create_customer import MAX_TRIES, customer_key
from application.ports.stripe.failures import (
    KeyInUse,
    KeyRefused,
    KeyReused,
    NotExecuted,
    OutcomeUnknown,
    Refused,
    ReplayedFailure,
)
from domain.identifiers.types import CustomerId
from domain.payments.refusal import RequestPart
from entrypoints.container import Container
from stripe_stand_in.model import Fault
from tests.world.dashboard import at_stripe
from tests.world.shoppers import ADA, start
from tests.world.trouble import failing, meeting
from tests.world.world import World


@pytest.fixture
async def ada(world: World) -> None:
    await world.stores.users.add(ADA)


@pytest.mark.usefixtures("ada")
async def test_a_shopper_gets_one_customer_for_good(world: World, till: Container) -> None:
    user, customer_id = await till.get_or_create_customer()(ADA)
    assert user.customer_id == customer_id
    assert await till.get_or_create_customer()(user) == (user, customer_id)
    assert world.model.totals.served["POST /v1/customers"] == 1


@pytest.mark.usefixtures("ada")
async def test_a_shopper_who_is_named_otherwise_before_their_first_checkout_has_that_name(
    world: World, till: Container
) -> None:
    user, customer_id = await till.get_or_create_customer()(ADA, replace(ADA, email="countess@customer.example"))
    assert user.email == "countess@customer.example"
    (customer,) = world.model._account.customers
    assert (customer["id"], customer["email"]) == (customer_id, "countess@customer.example")


@pytest.mark.usefixtures("ada")
async def test_first_checkouts_at_once_end_with_one_customer(world: World, till: Container) -> None:
    both = await asyncio.gather(*(till.get_or_create_customer()(ADA) for _ in range(2)))
    assert both[0] == both[1]
    assert len(world.model.totals.customers()) == 1


@pytest.mark.usefixtures("ada")
async def test_a_customer_whose_answer_was_lost_is_found_again_by_its_key(world: World, till: Container) -> None:
    world.model.faults.next("POST /v1/customers", Fault.LOSE_ANSWER)
    with pytest.raises(OutcomeUnknown):
        await till.get_or_create_customer()(ADA)
    await till.get_or_create_customer()(ADA)
    assert len(world.model.totals.customers()) == 1


@pytest.mark.usefixtures("ada")
async def test_a_key_that_replays_a_failure_for_ever_is_given_up_for_the_next(world: World, till: Container) -> None:
    world.model.faults.next("POST /v1/customers", Fault.FAIL_BEFORE)
    with pytest.raises(OutcomeUnknown):
        await till.get_or_create_customer()(ADA)
    user, customer_id = await till.get_or_create_customer()(ADA)
    assert (user.generation, user.customer_id) == (ADA.generation + 1, customer_id)


@pytest.mark.usefixtures("ada")
@pytest.mark.parametrize("away", [NotExecuted("429"), KeyRefused("401"), OutcomeUnknown("no answer")])
async def test_a_stripe_that_is_away_is_asked_once_and_keeps_no_shopper_waiting(
    world: World, till: Container, away: Exception
) -> None:
    begun = world.clock.now()
    trouble = failing("customers", "create", away, times=99)
    with meeting(trouble), pytest.raises(type(away)):
        await till.get_or_create_customer()(ADA)
    assert trouble.times == 98
    assert world.clock.now() == begun
    assert await world.stores.users.get(ADA.id) == ADA


@pytest.mark.usefixtures("ada")
async def test_a_twin_that_is_creating_the_customer_is_waited_for_three_seconds_at_most(
    world: World, till: Container
) -> None:
    begun = world.clock.now()
    with meeting(failing("customers", "create", KeyInUse("409"), times=99)), pytest.raises(KeyInUse):
        await till.get_or_create_customer()(ADA)
    assert timedelta(seconds=1) < world.clock.now() - begun < timedelta(seconds=4)


@pytest.mark.usefixtures("ada")
async def test_the_customer_that_a_twin_recorded_meanwhile_is_taken(world: World, till: Container) -> None:
    async def recorded() -> None:
        await world.stores.users.record_customer(ADA.id, ADA.generation, CustomerId("cus_twin"))
        raise KeyInUse("409")

    trouble = failing("customers", "create", KeyInUse("409"))
    trouble.act = recorded
    with meeting(trouble):
        assert (await till.get_or_create_customer()(ADA))[1] == "cus_twin"


@pytest.mark.usefixtures("ada")
async def test_the_last_try_may_be_the_one_that_succeeds(till: Container) -> None:
    with meeting(failing("customers", "create", KeyReused("other words"), times=MAX_TRIES - 1)):
        user, customer_id = await till.get_or_create_customer()(ADA)
    assert user.customer_id == customer_id


@pytest.mark.usefixtures("ada")
async def test_keys_that_are_all_spent_are_an_unknown_outcome(till: Container) -> None:
    with meeting(failing("customers", "create", ReplayedFailure("500"), times=99)), pytest.raises(OutcomeUnknown):
        await till.get_or_create_customer()(ADA)


async def test_a_shopper_whose_address_stripe_refuses_becomes_a_customer_without_one(
    world: World, till: Container
) -> None:
    user = await world.stores.users.add(replace(ADA, email="ada@@customer.example"))
    user, customer_id = await till.get_or_create_customer()(user)
    customer = at_stripe(world, "GET", f"/v1/customers/{customer_id}")
    assert customer["email"] is None
    assert len(world.model.totals.customers()) == 1
    assert (user.email, user.customer_id) == ("ada@@customer.example", customer_id)


@pytest.mark.usefixtures("ada")
@pytest.mark.parametrize("refused", [Refused("email_invalid", RequestPart.EMAIL), Refused("parameter_invalid")])
async def test_any_other_refusal_of_a_customer_is_raised(till: Container, refused: Refused) -> None:
    with meeting(failing("customers", "create", refused, times=99)), pytest.raises(Refused) as reported:
        await till.get_or_create_customer()(ADA)
    assert reported.value is refused


@pytest.mark.usefixtures("ada")
async def test_a_deleted_customer_is_replaced_once_however_many_notice(world: World, till: Container) -> None:
    user, gone = await till.get_or_create_customer()(ADA)
    at_stripe(world, "DELETE", f"/v1/customers/{gone}")
    first, new = await till.get_or_create_customer().replace(user, gone)
    again, same = await till.get_or_create_customer().replace(user, gone)
    assert new != gone
    assert (first, new) == (again, same)


def test_the_key_does_not_tell_stripe_who_the_shopper_is() -> None:
    assert ADA.id not in customer_key(ADA).split(":")


MOVED = replace(ADA, email="moved@customer.example", last_name="Byron")


def _at_stripe(world: World) -> tuple[str, str]:
    seen = at_stripe(world, "GET", f"/v1/customers/{world.model.totals.customers()[0]}")
    return seen["email"], seen["name"]


async def test_a_shopper_whose_address_or_name_changed_at_the_shop_changes_here_and_at_stripe(
    world: World, till: Container
) -> None:
    await start(till, "first")
    calls = world.model.totals.served.total()
    await start(till, "same", user=replace(ADA, first_name=None))
    assert world.model.totals.served.total() == calls + 1
    await start(till, "moved", user=MOVED)
    user = await world.stores.users.get(ADA.id)
    assert user is not None
    assert (user.email, user.last_name, user.customer_id) == (MOVED.email, "Byron", world.model.totals.customers()[0])
    assert _at_stripe(world) == ("moved@customer.example", "Ada Byron")
    assert len(world.model.totals.customers()) == 1


async def test_a_change_of_name_that_stripe_does_not_answer_stops_no_sale_and_is_sent_with_the_next(
    world: World, till: Container
) -> None:
    await start(till, "first")
    with meeting(failing("customers", "update", OutcomeUnknown("time-out"))):
        await start(till, "moved", user=MOVED)
    assert await world.stores.users.get(ADA.id) == (await till.get_or_create_customer()(ADA))[0]
    await start(till, "next", user=MOVED)
    assert _at_stripe(world) == ("moved@customer.example", "Ada Byron")


async def test_a_change_that_stripe_refuses_is_kept_and_not_sent_again(world: World, till: Container) -> None:
    await start(till, "first")
    with meeting(failing("customers", "update", Refused("email_invalid", RequestPart.EMAIL))):
        await start(till, "moved", user=MOVED)
    updates = world.model.totals.served["POST /v1/customers/{customer}"]
    await start(till, "next", user=MOVED)
    assert world.model.totals.served["POST /v1/customers/{customer}"] == updates == 0
    user = await world.stores.users.get(ADA.id)
    assert user is not None
    assert user.email == MOVED.email
