"""One order, one intent, however often and by whomever Stripe is asked."""

from datetime import timedelta

import pytest

from application.checkout.create_intent import MAX_ATTEMPTS
from application.checkout.errors import PaymentClosed
from application.orders.change_order import change
from application.ports.stripe.failures import (
    AmountRefused,
    Missing,
    NotExecuted,
    OutcomeUnknown,
    Refused,
    ReplayedFailure,
)
from domain.orders.history import EntryType
from domain.orders.order import Order, OrderStatus
from domain.payments.checkout import close_without_intent, creation_key
from domain.payments.refusal import AmountLimit, RequestPart
from entrypoints.container import Container
from stripe_stand_in.model import Fault
from tests.builders import by
from tests.use_cases.scenes import asked_in_other_words, intent_of, only_order, paid, recorded, stored
from tests.world.dashboard import at_stripe
from tests.world.shoppers import pay, start
from tests.world.trouble import failing, meanwhile, meeting
from tests.world.world import World


async def _not_asked(world: World, till: Container) -> Order:
    with meeting(failing("payments", "create", NotExecuted("turned away"))), pytest.raises(NotExecuted):
        await start(till, "first")
    return await only_order(world)


async def _asked_without_an_answer(world: World, till: Container) -> Order:
    world.model.faults.next("POST /v1/payment_intents", Fault.LOSE_ANSWER)
    with pytest.raises(OutcomeUnknown):
        await start(till, "first")
    return await only_order(world)


async def test_the_intent_of_a_lost_answer_is_found_by_the_same_key(world: World, till: Container) -> None:
    order = await _asked_without_an_answer(world, till)
    recorded, seen = await till.create_intent()(order, actor="till", cause="worker:test")
    assert [payment.id for payment in world.model.totals.payments()] == [seen.id] == [recorded.intent.id]


async def test_a_request_that_would_be_spelt_differently_today_is_looked_for_before_it_is_sent(
    world: World, till: Container
) -> None:
    order = await _asked_without_an_answer(world, till)
    await asked_in_other_words(world, order.id)
    await till.create_intent()(await only_order(world), actor="till", cause="worker:test")
    assert len(world.model.totals.payments()) == 1
    assert world.model.totals.served["POST /v1/payment_intents"] == 1


async def test_an_intent_that_was_never_created_is_requested_again_under_the_next_key(
    world: World, till: Container
) -> None:
    order = await _not_asked(world, till)
    await asked_in_other_words(world, order.id)
    asked, _ = await till.create_intent()(await only_order(world), actor="till", cause="worker:test")
    assert asked.intent.creation.attempt == order.intent.creation.attempt + 1
    assert creation_key(asked) != creation_key(order)
    assert EntryType.PAYMENT_INTENT_REFUSED in await recorded(world, order.id)


async def test_a_key_that_replays_a_failure_is_given_up_for_the_next(world: World, till: Container) -> None:
    with meeting(failing("payments", "create", ReplayedFailure("500"), times=MAX_ATTEMPTS - 1)):
        started = await start(till, "first")
    assert started.order.intent.creation.attempt == MAX_ATTEMPTS


async def test_where_every_key_replays_a_failure_the_order_waits_for_the_worker(world: World, till: Container) -> None:
    with meeting(failing("payments", "create", ReplayedFailure("500"), times=99)), pytest.raises(OutcomeUnknown):
        await start(till, "first")
    assert (await only_order(world)).status is OrderStatus.PENDING


async def test_a_process_that_gives_up_a_key_yields_to_one_that_has_the_intent(world: World, till: Container) -> None:
    order = await _not_asked(world, till)
    twin = meanwhile("stores.orders", "save", lambda: start(till, "first"))
    with meeting(failing("payments", "create", ReplayedFailure("500")), twin):
        recorded, seen = await till.create_intent()(order, actor="till", cause="worker:test")
    assert recorded.intent.id == seen.id
    assert recorded.intent.creation.attempt == 1
    assert len(world.model.totals.payments()) == 1


async def test_nobody_is_handed_an_intent_that_is_not_the_one_recorded(world: World, till: Container) -> None:
    # The first answer was a 500 although Stripe executed it, so the retry asks for a second intent under a new key.
    world.model.faults.next("POST /v1/payment_intents", Fault.FAIL_AFTER)
    with pytest.raises(OutcomeUnknown):
        await start(till, "first")

    async def reconciliation_meets_the_first() -> None:
        if (await only_order(world)).intent.creation.attempt > 1:
            async for fact in till.payment_records().payments(world.clock.now() - timedelta(days=1)):
                await till.apply_fact()(fact, cause="worker:reconcile", actor="till")

    twin = meanwhile("payments", "create", reconciliation_meets_the_first)
    twin.times = 2
    with meeting(twin):
        started = await start(till, "first")
    recorded = (await only_order(world)).intent.id
    assert started.order.intent.id == recorded
    assert pay(world, started) == "succeeded"
    await world.deliver(till)
    assert (await stored(world, started.order.id)).status is OrderStatus.CONFIRMED


async def test_what_a_search_finds_is_taken_only_where_it_is_what_was_asked(world: World, till: Container) -> None:
    order = await _asked_without_an_answer(world, till)
    (lost,) = world.model.totals.payments()
    at_stripe(world, "POST", f"/v1/payment_intents/{lost.id}", amount=str(lost.amount + 100))
    await asked_in_other_words(world, order.id)
    recorded, seen = await till.create_intent()(await only_order(world), actor="till", cause="worker:test")
    assert recorded.intent.id == seen.id != lost.id


async def test_a_customer_that_was_deleted_is_replaced_on_the_way(world: World, till: Container) -> None:
    gone = (await paid(world)).intent.customer_id
    at_stripe(world, "DELETE", f"/v1/customers/{gone}")
    started = await start(till, "second")
    assert started.order.intent.customer_id != gone
    assert world.model.totals.payment(intent_of(started.order)).customer == started.order.intent.customer_id


@pytest.mark.parametrize("no", [Missing("resource_missing"), Refused("parameter_invalid", RequestPart.SHIPPING)])
async def test_a_refusal_by_stripe_ends_the_order_for_good_and_a_retry_gets_the_same_answer(
    world: World, till: Container, no: Refused
) -> None:
    with meeting(failing("payments", "create", no)), pytest.raises(Refused):
        await start(till, "first")
    assert (await only_order(world)).status is OrderStatus.CANCELED
    with pytest.raises(Refused) as again:
        await start(till, "first")
    assert (again.value.code, again.value.part) == (no.code, no.part)
    assert world.model.totals.payments() == []


async def test_a_shopper_whose_record_somebody_removed_gets_a_new_customer_too(world: World, till: Container) -> None:
    order = await _not_asked(world, till)
    world.stores.user_table.users.clear()
    at_stripe(world, "DELETE", f"/v1/customers/{order.intent.customer_id}")
    order, seen = await till.create_intent()(order, actor="till", cause="worker:test")
    user = await world.stores.users.get(order.user_id)
    assert user is not None
    assert user.customer_id == order.intent.customer_id == world.model.totals.payment(seen.id).customer


async def test_an_amount_that_stripe_refuses_ends_the_order_for_good(world: World, till: Container) -> None:
    refused = failing("payments", "create", AmountRefused("amount_too_small", AmountLimit.TOO_SMALL))
    with meeting(refused), pytest.raises(AmountRefused):
        await start(till, "first")
    assert (await only_order(world)).status is OrderStatus.CANCELED
    with pytest.raises(AmountRefused):
        await start(till, "first")
    assert world.model.totals.payments() == []


async def test_an_order_that_was_given_up_is_not_asked_for_again(world: World, till: Container) -> None:
    order = await _not_asked(world, till)
    await change(till.orders(), order, lambda current: close_without_intent(current, None, by()))
    with pytest.raises(PaymentClosed) as closed:
        await start(till, "first")
    assert closed.value.status == "canceled"
    assert world.model.totals.payments() == []
