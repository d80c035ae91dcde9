"""Failures 1, 12 to 22, 26 and 27: payments and their orders. The numbers are those of docs/failures.md."""

import asyncio
from dataclasses import replace
from itertools import permutations

import pytest

from application.checkout.errors import CheckoutAlreadyPaid
from application.orders.errors import NotFound, PaymentNotSucceeded
from application.ports.storage.failures import StoreUnavailable
from application.ports.storage.inbox import EventStatus
from application.ports.stripe.failures import OutcomeUnknown
from domain.catalog.pricing import CartItem
from domain.identifiers.types import Sku
from domain.orders.history import EntryType
from domain.orders.notices import OperatorNotice, ShopperNotice
from domain.orders.order import Order, OrderStatus
from entrypoints.container import Container
from stripe_stand_in.model import Fault
from tests.builders import product
from tests.failures.posted import post, taken
from tests.use_cases.scenes import BOB, intent_of, only_order, recorded, stored, unpaid
from tests.world.dashboard import second_intent
from tests.world.promises import broken_promises
from tests.world.shoppers import ADA, checkout_command, pay, place, start
from tests.world.trouble import failing, meeting
from tests.world.world import World


def _facts(order: Order) -> tuple[object, ...]:
    return order.status, order.payment_status, order.intent.captured, order.refunds, order.disputes, order.holds


async def test_01_browser_and_webhook_at_once_give_one_order_and_no_refund(world: World, till: Container) -> None:
    started = await unpaid(world)
    pay(world, started)
    reported = taken(world)
    await asyncio.gather(
        place(till, intent_of(started.order)),
        post(world, reported),
        place(till, intent_of(started.order)),
        post(world, reported),
    )
    order = await stored(world, started.order.id)
    assert (order.status, order.refunds) == (OrderStatus.CONFIRMED, ())
    assert (await recorded(world, order.id)).count(EntryType.PAYMENT_SUCCEEDED) == 1
    assert world.model.totals.refunds() == []
    await world.settle()
    assert await broken_promises(world) == []


async def test_12_a_shop_that_died_after_asking_leads_the_retry_to_the_same_intent(
    world: World, till: Container
) -> None:
    world.model.faults.next("POST /v1/payment_intents", Fault.LOSE_ANSWER)
    with pytest.raises(OutcomeUnknown):
        await start(till, "key")
    started = await start(till, "key")
    pay(world, started)
    assert (await start(till, "key")).order.id == started.order.id
    assert len(world.model.totals.payments()) == 1
    with pytest.raises(CheckoutAlreadyPaid) as paid_already:
        await start(till, "another key", replaces=started.order.id)
    assert paid_already.value.order_id == started.order.id
    assert len(world.model.totals.payments()) == 1


async def test_13_nobody_but_the_checkout_ever_creates_an_intent(world: World, till: Container) -> None:
    started = await unpaid(world)
    pay(world, started)
    await asyncio.gather(world.deliver(till), place(till, intent_of(started.order)))
    await world.work(till)
    await world.settle()
    assert world.model.totals.served["POST /v1/payment_intents"] == 1


async def test_14_however_many_bring_the_news_at_once_nobody_waits_for_ever_and_it_counts_once(
    world: World, till: Container
) -> None:
    started = await unpaid(world)
    pay(world, started)
    reported = taken(world)
    everyone = [post(world, reported) for _ in range(5)] + [place(till, intent_of(started.order)) for _ in range(5)]
    async with asyncio.timeout(20):
        await asyncio.gather(*everyone)
    assert (await stored(world, started.order.id)).intent.captured == started.order.total


async def test_15_what_was_acknowledged_has_its_effect_even_where_it_failed_at_first(
    world: World, till: Container
) -> None:
    started = await unpaid(world)
    pay(world, started)
    with meeting(failing("stores.orders", "save", StoreUnavailable("down"), times=99)):
        await world.deliver(till)
    assert (await stored(world, started.order.id)).status is OrderStatus.PENDING
    due = await world.stores.inbox.page(status=EventStatus.DUE, limit=9, cursor=None)
    assert "payment_intent.succeeded" in {entry.event.type for entry in due.entries}
    world.clock.advance(31)
    await world.work(till)
    assert (await stored(world, started.order.id)).status is OrderStatus.CONFIRMED


async def test_15_paid_money_that_can_not_be_fulfilled_is_held_with_an_alert_and_never_dropped(
    world: World, till: Container
) -> None:
    started = await unpaid(world)
    pay(world, started)
    world.model.open_review(intent_of(started.order))
    await post(world, taken(world))
    await world.work(till)
    assert (await stored(world, started.order.id)).status is OrderStatus.ON_HOLD
    assert "review" in [mail.notice for mail in world.mailer.mails]


async def test_16_before_anything_is_canceled_for_want_of_payment_stripe_is_asked(
    world: World, till: Container
) -> None:
    started = await unpaid(world)
    pay(world, started)
    world.clock.advance(hours=25)
    while await world.work(till):
        pass
    assert (await stored(world, started.order.id)).status is OrderStatus.CONFIRMED
    assert [mail.notice for mail in world.mailer.mails] == ["confirmed"]


@pytest.mark.parametrize("turn", [1, -1])
async def test_17_a_late_decline_does_not_undo_a_paid_order(world: World, turn: int) -> None:
    started = await unpaid(world)
    pay(world, started, "pm_card_visa_chargeDeclined")
    pay(world, started)
    await post(world, taken(world)[::turn])
    order = await stored(world, started.order.id)
    assert order.status is OrderStatus.CONFIRMED
    assert len(order.intent.failures) == 1


async def test_18_news_in_any_order_of_arrival_lead_to_the_same_order() -> None:
    ends = set()
    for turn in range(6):
        world = World()
        started = await start(world.till, "first")
        pay(world, started, "pm_card_threeDSecure2Required")
        world.model.authenticate(intent_of(started.order), started.client_secret, True)
        deliveries = taken(world)
        about = [each for each in deliveries if each.event_type.startswith("payment_intent.")]
        await post(world, [*list(permutations(about[:3]))[turn], *about[3:]])
        await post(world, reversed(deliveries))
        ends.add(str(_facts(await stored(world, started.order.id))))
    assert len(ends) == 1


async def test_19_events_of_one_second_are_distinguished_by_what_they_say(world: World) -> None:
    ends = set()
    for order_of_arrival in ((0, 1, 2), (0, 2, 1), (1, 0, 2), (1, 2, 0), (2, 0, 1), (2, 1, 0)):
        world = World()
        started = await start(world.till, "first")
        pay(world, started, "pm_card_visa_chargeDeclined")
        pay(world, started)
        reported = [each for each in taken(world) if each.event_type.startswith("payment_intent.")]
        assert len({world.clock.now()}) == 1
        assert len(reported) == 3
        await post(world, [reported[place] for place in order_of_arrival])
        ends.add((await stored(world, started.order.id)).status)
    assert ends == {OrderStatus.CONFIRMED}


async def test_20_what_changes_around_a_checkout_never_meets_its_old_key(world: World, till: Container) -> None:
    first = checkout_command("key")
    world.model.faults.next("POST /v1/payment_intents", Fault.LOSE_ANSWER)
    with pytest.raises(OutcomeUnknown):
        await till.start_checkout()(first)
    world.clock.advance(60)
    again = await till.start_checkout()(replace(first, cause="request:another", actor="user:ada", locale="de"))
    other = await till.start_checkout()(replace(checkout_command("another key"), locale="de"))
    assert again.order.id != other.order.id
    assert len(world.model.totals.payments()) == 2


async def test_21_an_order_is_the_price_that_was_asked_and_an_intent_is_good_for_its_own_order_only(
    world: World, till: Container
) -> None:
    cheap = await start(till, "cheap", quantity=1)
    await world.stores.catalog.put(product("MUG", prices={"usd": 9999}))
    dear = await start(till, "dear", quantity=2)
    pay(world, cheap)
    placed = await place(till, intent_of(cheap.order))
    assert (placed.order.id, placed.order.total) == (cheap.order.id, cheap.order.total)
    assert not (await place(till, intent_of(cheap.order))).confirmed_now
    assert (await stored(world, dear.order.id)).status is OrderStatus.PENDING
    with pytest.raises(NotFound):
        await place(till, intent_of(cheap.order), user=BOB)
    assert world.model.totals.payment(intent_of(dear.order)).amount == dear.order.total


@pytest.mark.parametrize(
    "method",
    [None, "pm_card_visa_chargeDeclined", "pm_card_threeDSecure2Required", "pm_usBankAccount_processing"],
)
async def test_22_without_a_payment_that_stripe_calls_succeeded_there_is_no_order(
    world: World, till: Container, method: str | None
) -> None:
    started = await unpaid(world)
    if method:
        pay(world, started, method)
    with pytest.raises(PaymentNotSucceeded):
        await place(till, intent_of(started.order))
    assert (await stored(world, started.order.id)).status is OrderStatus.PENDING


async def test_near_miss_two_tabs_make_one_customer(world: World, till: Container) -> None:
    await asyncio.gather(start(till, "one tab"), start(till, "another tab"))
    assert len(world.model.totals.customers()) == 1


async def test_near_miss_one_purchase_is_mailed_once(world: World, till: Container) -> None:
    started = await unpaid(world)
    pay(world, started)
    reported = taken(world)
    await post(world, reported)
    await place(till, intent_of(started.order))
    await post(world, reported)
    while await world.work(till):
        pass
    assert [mail.notice for mail in world.mailer.mails] == ["confirmed"]


async def test_near_miss_a_failed_try_uses_up_no_order(world: World, till: Container) -> None:
    started = await unpaid(world)
    for method in ("pm_card_visa_chargeDeclined", "pm_card_visa_chargeDeclinedInsufficientFunds", "pm_card_visa"):
        pay(world, started, method)
        await world.deliver(till)
    assert (await only_order(world)).id == started.order.id


async def test_near_miss_no_write_is_held_open_across_a_call_to_stripe(world: World, till: Container) -> None:
    """A webhook that comes while the intent is being created finds the order already there."""
    command = replace(checkout_command("key"), items=(CartItem(sku=Sku("PIN"), quantity=1),))
    world.model.faults.next("POST /v1/payment_intents", Fault.LOSE_ANSWER)
    with pytest.raises(OutcomeUnknown):
        await till.start_checkout()(command)
    await world.deliver(till)
    assert (await only_order(world)).total == world.model.totals.payments()[0].amount


async def test_26_a_stale_tab_does_not_buy_the_same_cart_again(world: World, till: Container) -> None:
    first = await start(till, "first")
    second = await start(till, "second", replaces=first.order.id)
    pay(world, second)
    with pytest.raises(CheckoutAlreadyPaid) as refused:
        await start(till, "stale tab", replaces=first.order.id)
    assert refused.value.order_id == second.order.id
    assert [payment.status for payment in world.model.totals.payments()].count("succeeded") == 1


async def test_27_an_intent_that_an_unanswered_call_left_behind_can_not_be_paid(world: World, till: Container) -> None:
    started = await start(till, "first")
    orphan = second_intent(world, started.order)
    with pytest.raises(NotFound):
        await till.show_payment()(orphan, user_id=ADA.id, is_admin=False)
    assert (await start(till, "first")).client_secret == started.client_secret
    world.clock.advance(25 * 60 * 60)
    await world.reconcile(till)
    assert world.model.totals.payment(orphan).status == "canceled"
    assert world.model.totals.payment(started.order.intent.id or "").status == "requires_payment_method"


async def test_28_a_payment_of_raised_risk_is_not_confirmed_before_its_charge_is_known(
    world: World, till: Container
) -> None:
    started = await start(till, "first")
    pay(world, started, "pm_card_riskLevelElevated")
    await world.deliver(till, lost="charge.succeeded")
    await world.settle()
    notices = [mail.notice for mail in world.mailer.mails]
    assert ShopperNotice.CONFIRMED not in notices
    assert OperatorNotice.RISK in notices
