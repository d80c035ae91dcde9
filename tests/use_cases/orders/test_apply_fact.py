"""News from Stripe finds its order, or is seen to be about none."""

from dataclasses import replace

import pytest

from application.ports.storage.failures import StoreUnavailable
from domain.facts.fact import CustomerDeletedFact
from domain.facts.outcome import FactOutcome
from domain.facts.payment import PaymentState
from domain.identifiers.order_number import order_number
from domain.identifiers.types import CustomerId, PaymentIntentId
from domain.orders.order import OrderStatus
from entrypoints.container import Container
from tests.fact_builders import payment_fact, refund_fact, warning_fact
from tests.use_cases.scenes import only_order, paid, stored, touch, unpaid
from tests.world.shoppers import ADA, start
from tests.world.trouble import failing, meanwhile, meeting
from tests.world.world import World

OTHER = PaymentIntentId("pi_other")


async def test_a_fact_has_its_effect_once(world: World, till: Container) -> None:
    order = (await unpaid(world)).order
    first = await till.apply_fact()(payment_fact(order), cause="event:evt_1")
    again = await till.apply_fact()(payment_fact(order), cause="event:evt_1")
    assert first.outcome is again.outcome is FactOutcome.APPLIED
    assert first.order == again.order == await stored(world, order.id)
    assert first.order is not None
    assert first.order.status is OrderStatus.CONFIRMED


async def test_concurrent_facts_are_both_applied(world: World, till: Container) -> None:
    order = (await unpaid(world)).order
    with meeting(meanwhile("stores.orders", "save", lambda: touch(world, order.id))):
        result = await till.apply_fact()(payment_fact(order), cause="event:evt_1")
    assert result.order is not None
    assert result.order.version == order.version + 2


async def test_an_order_without_a_recorded_intent_is_found_by_the_intents_metadata(
    world: World, till: Container
) -> None:
    with meeting(failing("payments", "create", StoreUnavailable("died"))), pytest.raises(StoreUnavailable):
        await start(till, "first")
    page = await world.stores.order_search.page(user_id=ADA.id, status=None, limit=1, cursor=None)
    order = page.orders[0]
    result = await till.apply_fact()(payment_fact(order, PaymentState.PENDING), cause="event:evt_1")
    assert result.outcome is FactOutcome.APPLIED
    assert (await stored(world, order.id)).intent.id == payment_fact(order).payment_intent_id


async def test_an_intent_of_no_order_is_foreign_and_other_facts_about_it_may_be_early(
    world: World, till: Container
) -> None:
    order = (await unpaid(world)).order
    apply_fact = till.apply_fact()
    foreign = payment_fact(order, payment_intent_id=OTHER, order_id=None)
    assert (await apply_fact(foreign, cause="event:evt_1")).outcome is FactOutcome.FOREIGN
    early = refund_fact(order, 301, payment_intent_id=OTHER)
    assert (await apply_fact(early, cause="event:evt_2")).outcome is FactOutcome.UNMATCHED
    of_no_intent = replace(warning_fact(order), payment_intent_id=None)
    assert (await apply_fact(of_no_intent, cause="event:evt_3")).outcome is FactOutcome.FOREIGN


@pytest.mark.parametrize(
    ("state", "change", "outcome"),
    [
        (PaymentState.PENDING, {}, FactOutcome.ORPHAN),
        (PaymentState.FAILED, {}, FactOutcome.ORPHAN),
        (PaymentState.PENDING, {"amount": 1}, FactOutcome.FOREIGN),
        (PaymentState.PENDING, {"currency": "eur"}, FactOutcome.FOREIGN),
        (PaymentState.CANCELED, {}, FactOutcome.FOREIGN),
        (PaymentState.SUCCEEDED, {"order_id": None}, FactOutcome.FOREIGN),
        (PaymentState.SUCCEEDED, {}, FactOutcome.STRAY),
    ],
)
async def test_a_second_intent_that_names_the_order_changes_nothing(
    world: World, till: Container, state: PaymentState, change: dict[str, object], outcome: FactOutcome
) -> None:
    order = (await unpaid(world)).order
    another = payment_fact(order, state, payment_intent_id=OTHER, **change)
    result = await till.apply_fact()(another, cause="event:evt_1")
    assert (result.outcome, result.order) == (outcome, order if another.order_id else None)
    assert await stored(world, order.id) == order


async def test_money_that_names_an_order_and_is_not_its_payment_alerts_once(world: World, till: Container) -> None:
    order = await paid(world)
    second = payment_fact(order, payment_intent_id=OTHER)
    for event in ("event:evt_1", "event:evt_2"):
        await till.apply_fact()(second, cause=event)
    (alert,) = world.stores.alerts.raised.values()
    assert (alert.kind, alert.order_number) == ("stray_payment", order_number(order.id))
    assert OTHER in alert.detail


async def test_the_intent_of_an_order_may_be_recorded_while_a_fact_is_applied(world: World, till: Container) -> None:
    with meeting(failing("payments", "create", StoreUnavailable("died"))), pytest.raises(StoreUnavailable):
        await start(till, "first")
    order = await only_order(world)
    lost = payment_fact(order, PaymentState.CANCELED, payment_intent_id=OTHER)
    with meeting(meanwhile("stores.orders", "save", lambda: start(till, "first"))):
        result = await till.apply_fact()(lost, cause="event:evt_1")
    assert result.outcome is FactOutcome.FOREIGN
    assert (await only_order(world)).intent.id not in (None, OTHER)


async def test_a_deleted_customer_is_forgotten_and_one_of_nobody_ignored(world: World, till: Container) -> None:
    order = await paid(world)
    forgotten = CustomerDeletedFact(customer_id=order.intent.customer_id)
    assert (await till.apply_fact()(forgotten, cause="event:evt_1")).outcome is FactOutcome.APPLIED
    ada = await world.stores.users.get(ADA.id)
    assert ada is not None
    assert (ada.customer_id, ada.generation) == (None, ADA.generation + 1)
    nobodys = CustomerDeletedFact(customer_id=CustomerId("cus_nobody"))
    assert (await till.apply_fact()(nobodys, cause="event:evt_2")).outcome is FactOutcome.FOREIGN
