"""What was begun on an order comes to its end, whoever began it."""

from dataclasses import replace

import pytest

from application.ports.storage.outbox import Audience
from application.ports.stripe.failures import NotExecuted, OutcomeUnknown
from domain.identifiers.types import OrderId
from domain.orders.history import EntryType
from domain.orders.order import Order, OrderStatus
from domain.payments.intent import Closing
from domain.refunds.refund import RefundStatus
from entrypoints.container import Container
from stripe_stand_in.model import Fault
from tests.fact_builders import refund_total_fact
from tests.use_cases.scenes import intent_of, only_order, paid, recorded, stored, unpaid
from tests.world.dashboard import at_stripe, second_intent
from tests.world.shoppers import pay, refund, refund_in_dashboard, start
from tests.world.trouble import failing, meanwhile, meeting
from tests.world.world import World

DAY = 24 * 60 * 60 + 1


async def _not_asked(world: World, till: Container, fault: Fault = Fault.LOSE_REQUEST) -> Order:
    world.model.faults.next("POST /v1/payment_intents", fault)
    with pytest.raises(OutcomeUnknown):
        await start(till, "first")
    return await only_order(world)


def _mailed(world: World) -> int:
    return sum(mail.to is Audience.SHOPPER for mail in world.mailer.mails)


async def test_nothing_is_looked_at_before_its_time(world: World, till: Container) -> None:
    await unpaid(world)
    assert await till.settle_orders()() == 0


async def test_a_refund_without_an_outcome_is_settled(world: World, till: Container) -> None:
    order = await paid(world)
    await refund(till, order.id, 51, "settled")
    world.model.faults.next("POST /v1/refunds", Fault.LOSE_ANSWER)
    await refund(till, order.id, 777, "one")
    assert await till.settle_orders()() == 0
    world.clock.advance(31)
    assert await till.settle_orders()() == 1
    assert [each.status for each in (await stored(world, order.id)).refunds] == [RefundStatus.SUCCEEDED] * 2
    assert await till.settle_orders()() == 0


@pytest.mark.parametrize(
    ("method", "status", "mails"),
    [("pm_card_visa", OrderStatus.CONFIRMED, 1), ("pm_card_riskLevelElevated", OrderStatus.ON_HOLD, 0)],
)
async def test_the_risk_of_a_charge_that_no_webhook_reported_is_read(
    world: World, till: Container, method: str, status: OrderStatus, mails: int
) -> None:
    started = await unpaid(world)
    pay(world, started, method)
    await world.deliver(till, lost="charge.succeeded")
    while await world.work(till):
        pass
    assert _mailed(world) == 0
    world.clock.advance(31)
    while await world.work(till):
        pass
    order = await stored(world, started.order.id)
    assert (order.status, order.awaits_risk, _mailed(world)) == (status, False, mails)


async def test_refunds_that_a_charge_reports_are_listed(world: World, till: Container) -> None:
    order = await paid(world)
    refund_in_dashboard(world, intent_of(order), 301)
    await till.apply_fact()(refund_total_fact(order, 301), cause="event:evt_1")
    reported = await stored(world, order.id)
    assert (reported.refunds, reported.refundable) == ((), order.total - 301)
    await till.settle_orders()()
    listed = await stored(world, order.id)
    assert (listed.amount_refunded, listed.refundable) == (301, order.total - 301)
    assert (await recorded(world, order.id))[-2:] == [EntryType.REFUND_SUCCEEDED, EntryType.REFUNDS_LISTED]


async def test_a_refund_that_is_reported_after_the_list_was_read_is_listed_next(world: World, till: Container) -> None:
    order = await paid(world)

    async def given_back(amount: int, total: int) -> None:
        refund_in_dashboard(world, intent_of(order), amount)
        await till.apply_fact()(refund_total_fact(order, total), cause=f"event:evt_{total}")

    await given_back(301, 301)
    with meeting(meanwhile("refunds", "of_payment", lambda: given_back(777, 1078), late=True)):
        assert await till.settle_orders()() == 1
    assert (await stored(world, order.id)).refundable == order.total - 1078
    assert await till.settle_orders()() == 1
    listed = await stored(world, order.id)
    assert (listed.amount_refunded, listed.refundable) == (1078, order.total - 1078)
    assert listed.intent.reported_refunded is None


@pytest.mark.parametrize("fault", [Fault.LOSE_REQUEST, Fault.LOSE_ANSWER])
async def test_an_intent_whose_creation_got_no_answer_is_found(world: World, till: Container, fault: Fault) -> None:
    order = await _not_asked(world, till, fault)
    world.clock.advance(31)
    await till.settle_orders()()
    (payment,) = world.model.totals.payments()
    assert (await stored(world, order.id)).intent.id == payment.id


async def test_of_two_intents_that_were_never_answered_the_paid_one_is_the_orders(
    world: World, till: Container
) -> None:
    order = await _not_asked(world, till)
    paid_one = second_intent(world, order, paid=True)
    second_intent(world, order)
    world.clock.advance(DAY)
    await till.settle_orders()()
    recorded = await stored(world, order.id)
    assert (recorded.intent.id, recorded.status) == (paid_one, OrderStatus.CONFIRMED)


async def test_money_that_came_twice_for_an_order_alerts(world: World, till: Container) -> None:
    order = await _not_asked(world, till)
    twice = {second_intent(world, order, paid=True), second_intent(world, order, paid=True)}
    world.clock.advance(DAY)
    await till.settle_orders()()
    recorded = await stored(world, order.id)
    (stray,) = twice - {recorded.intent.id}
    assert list(world.stores.alerts.raised) == [f"stray_payment:{stray}"]


async def test_one_that_was_never_created_ends_after_its_day(world: World, till: Container) -> None:
    order = await _not_asked(world, till)
    world.clock.advance(DAY)
    await till.settle_orders()()
    assert (await stored(world, order.id)).status is OrderStatus.CANCELED
    assert world.model.totals.payments() == []


async def test_when_its_day_is_just_over_it_may_still_have_been_created(world: World, till: Container) -> None:
    order = await _not_asked(world, till)
    world.clock.advance(hours=24)
    assert await till.settle_orders()() == 1
    assert (await stored(world, order.id)).status is OrderStatus.PENDING


async def test_one_that_was_created_is_found_after_its_day_and_canceled(world: World, till: Container) -> None:
    order = await _not_asked(world, till, Fault.LOSE_ANSWER)
    world.clock.advance(DAY)
    await till.settle_orders()()
    assert (await stored(world, order.id)).status is OrderStatus.CANCELED
    assert world.model.totals.payments()[0].status == "canceled"


async def test_one_that_was_paid_although_nobody_here_knew_is_confirmed(world: World, till: Container) -> None:
    order = await _not_asked(world, till, Fault.LOSE_ANSWER)
    (payment,) = world.model.totals.payments()
    at_stripe(
        world,
        "POST",
        f"/v1/payment_intents/{payment.id}/confirm",
        payment_method="pm_card_visa",
        return_url="http://shop.example/",
    )
    world.clock.advance(DAY)
    await till.settle_orders()()
    assert (await stored(world, order.id)).status is OrderStatus.CONFIRMED


async def test_a_checkout_that_nobody_paid_is_canceled_at_stripe_first(world: World, till: Container) -> None:
    order = (await unpaid(world)).order
    world.clock.advance(DAY)
    await till.settle_orders()()
    assert (await stored(world, order.id)).status is OrderStatus.CANCELED
    assert world.model.totals.payment(intent_of(order)).status == "canceled"


async def test_a_checkout_that_was_paid_without_a_word_is_confirmed_when_it_would_expire(
    world: World, till: Container
) -> None:
    started = await unpaid(world)
    pay(world, started)
    world.clock.advance(DAY)
    await till.settle_orders()()
    assert (await stored(world, started.order.id)).status is OrderStatus.CONFIRMED


async def test_a_payment_that_is_processing_does_not_expire(world: World, till: Container) -> None:
    started = await unpaid(world)
    world.clock.advance(DAY)
    pay(world, started, "pm_usBankAccount_processing")
    await till.settle_orders()()
    assert (await stored(world, started.order.id)).status is OrderStatus.PENDING
    assert world.model.totals.payment(intent_of(started.order)).status == "processing"


async def test_a_shopper_who_holds_a_voucher_may_pay_it_later(world: World, till: Container) -> None:
    started = await unpaid(world)
    world.clock.advance(DAY)
    pay(world, started, "pm_card_threeDSecure2Required")
    seen = await till.payments().show(intent_of(started.order))
    assert seen.next_action is not None
    with_voucher = replace(seen, next_action=replace(seen.next_action, waits_for_days=True))

    class Voucher:
        async def show(self, _: str) -> object:
            return with_voucher

    settle = replace(till.settle_orders(), payments=Voucher())  # type: ignore[arg-type]
    await settle()
    assert (await stored(world, started.order.id)).status is not OrderStatus.CANCELED
    world.clock.advance(DAY)
    await till.settle_orders()()
    assert (await stored(world, started.order.id)).status is OrderStatus.CANCELED


async def test_a_cancellation_that_was_begun_is_ended(world: World, till: Container) -> None:
    order = (await unpaid(world)).order
    with meeting(failing("payments", "cancel", NotExecuted("429"))), pytest.raises(NotExecuted):
        await start(till, "second", replaces=order.id)
    world.clock.advance(31)
    await till.settle_orders()()
    assert (await stored(world, order.id)).status is OrderStatus.CANCELED


async def test_a_cancellation_that_was_begun_ends_with_an_intent_that_was_found_canceled(
    world: World, till: Container
) -> None:
    order = await _not_asked(world, till, Fault.LOSE_ANSWER)
    stored_order = await stored(world, order.id)
    closing = replace(stored_order, intent=replace(stored_order.intent, closing=Closing.REQUESTED))
    await world.stores.orders.save(closing)
    (payment,) = world.model.totals.payments()
    at_stripe(world, "POST", f"/v1/payment_intents/{payment.id}/cancel")
    world.clock.advance(31)
    await till.settle_orders()()
    assert (await stored(world, order.id)).status is OrderStatus.CANCELED


async def test_an_order_that_can_not_be_settled_now_holds_up_no_other_and_comes_again(
    world: World, till: Container
) -> None:
    first, second = (await unpaid(world, "first")).order, (await unpaid(world, "second")).order
    world.clock.advance(DAY)
    with meeting(failing("payments", "show", OutcomeUnknown("time-out"))):
        assert await till.settle_orders()() == 2
    statuses = {(await stored(world, order.id)).status for order in (first, second)}
    assert statuses == {OrderStatus.CANCELED, OrderStatus.PENDING}
    world.clock.advance(hours=1)
    assert await till.settle_orders()() == 1
    assert {(await stored(world, order.id)).status for order in (first, second)} == {OrderStatus.CANCELED}


async def test_a_fault_of_ours_holds_up_no_other_order_and_is_reported(world: World, till: Container) -> None:
    orders = [await paid(world, request_scope) for request_scope in ("one", "two")]
    for order in orders:
        await till.apply_fact()(refund_total_fact(order, 301), cause="event:evt_1")
        refund_in_dashboard(world, intent_of(order), 301)
    with meeting(failing("refunds", "of_payment", ValueError("a fault of ours"))):
        assert await till.settle_orders()() == 2
    ((subject, fault),) = world.fault_reports.reported
    assert str(fault) == "a fault of ours"
    refunded = {order.id: (await stored(world, order.id)).amount_refunded for order in orders}
    assert {order_id for order_id, amount in refunded.items() if not amount} == {subject}


async def test_an_order_that_is_no_more_needs_nothing(till: Container) -> None:
    await till.settle_orders().settle(OrderId("ord_000000000000"))


async def test_one_that_is_paid_in_the_moment_of_expiring_is_confirmed(world: World, till: Container) -> None:
    started = await unpaid(world)
    world.clock.advance(DAY)
    news = meanwhile("payments", "show", lambda: pay(world, started))
    with meeting(news):
        await till.settle_orders()()
    assert (await stored(world, started.order.id)).status is OrderStatus.CONFIRMED
