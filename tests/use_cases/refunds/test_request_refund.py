"""Giving money back: reserved before Stripe hears of it, executed once, never more than is left."""

import asyncio

import pytest

from application.orders.errors import NotFound
from application.ports.storage.failures import StoreUnavailable
from application.ports.stripe.failures import NotExecuted, OutcomeUnknown, Refused, StateConflict
from application.refunds.errors import RefundRefused
from application.refunds.request_refund import RequestRefundCommand
from domain.errors.pricing import UnpayableAmount
from domain.errors.refunds import PaymentDisputed, PaymentNotCaptured, RefundExceedsPayment, RefundOutcomeUnknown
from domain.identifiers.order_number import order_number
from domain.identifiers.types import PaymentIntentId, RequestScope
from domain.orders.history import EntryType
from domain.orders.order import Order, OrderStatus, PaymentStatus
from domain.refunds.refund import RefundStatus, RequestState
from entrypoints.container import Container
from stripe_stand_in.model import Fault
from tests.use_cases.scenes import intent_of, only_order, paid, recorded, stored, unpaid
from tests.world.shoppers import pay, refund, refund_in_dashboard, start
from tests.world.trouble import failing, meanwhile, meeting
from tests.world.world import World

SENT = "POST /v1/refunds"


@pytest.fixture
async def order(world: World) -> Order:
    return await paid(world)


async def _left(world: World, order: Order) -> tuple[int, int]:
    now = await stored(world, order.id)
    return now.amount_refunded, now.refundable


async def test_a_part_is_given_back_and_then_all_that_is_left(world: World, till: Container, order: Order) -> None:
    part = await refund(till, order.id, 777, "part")
    rest = await refund(till, order.id, None, "rest")
    assert (part.refund.status, part.order.payment_status) == (
        RefundStatus.SUCCEEDED,
        PaymentStatus.PARTIALLY_REFUNDED,
    )
    assert (rest.refund.amount, rest.order.status) == (order.total - 777, OrderStatus.REFUNDED)
    assert world.model.totals.payment(intent_of(order)).refunded == order.total


async def test_the_same_origin_is_the_same_refund(world: World, till: Container, order: Order) -> None:
    first, again = await refund(till, order.id, 777, "one"), await refund(till, order.id, 777, "one")
    assert again.refund == first.refund
    assert world.model.totals.served[SENT] == 1
    assert (await recorded(world, order.id)).count(EntryType.REFUND_REQUESTED) == 1


async def test_an_order_is_named_by_its_number_or_its_intent(till: Container, order: Order) -> None:
    def command(request_scope: str, **named: object) -> RequestRefundCommand:
        named = {"order": None, "payment_intent_id": None} | named
        return RequestRefundCommand(
            **named,  # type: ignore[arg-type]
            amount=51,
            reason=None,
            note=None,
            request_scope=RequestScope(request_scope),
            has_idempotency_key=True,
            actor="admin:grace",
            cause="request:refund",
        )

    await till.request_refund()(command("1", order=order_number(order.id)))
    given = await till.request_refund()(command("2", payment_intent_id=order.intent.id))
    assert given.order.amount_refunded == 102
    for unknown in ({"order": "T-none"}, {"payment_intent_id": PaymentIntentId("pi_of_nobody")}):
        with pytest.raises(NotFound, match="order"):
            await till.request_refund()(command("3", **unknown))


async def test_a_payment_whose_webhook_is_on_the_way_can_be_given_back(world: World, till: Container) -> None:
    started = await unpaid(world)
    pay(world, started)
    given_back = await refund(till, started.order.id, 777, "one")
    assert (given_back.refund.status, given_back.order.payment_status) == (
        RefundStatus.SUCCEEDED,
        PaymentStatus.PARTIALLY_REFUNDED,
    )


async def test_whether_it_is_paid_is_not_guessed_while_stripe_is_away(world: World, till: Container) -> None:
    order = (await unpaid(world)).order
    with meeting(failing("payments", "show", OutcomeUnknown("no answer"))), pytest.raises(OutcomeUnknown):
        await refund(till, order.id, 777, "one")
    assert (await stored(world, order.id)).refunds == ()


async def test_what_is_not_paid_can_not_be_given_back(world: World, till: Container) -> None:
    with pytest.raises(PaymentNotCaptured):
        await refund(till, (await unpaid(world)).order.id, None, "one")
    with meeting(failing("payments", "create", NotExecuted("429"))), pytest.raises(NotExecuted):
        await start(till, "second")
    page = await world.stores.order_search.page(user_id=None, status=None, limit=9, cursor=None)
    (without_intent,) = (each for each in page.orders if each.intent.id is None)
    with pytest.raises(PaymentNotCaptured):
        await refund(till, without_intent.id, None, "two")


@pytest.mark.parametrize(
    ("amount", "error"), [(10**6, RefundExceedsPayment), (0, UnpayableAmount), (-1, UnpayableAmount)]
)
async def test_an_amount_that_can_not_be_given_back_leaves_nothing_behind(
    world: World, till: Container, order: Order, amount: int, error: type[Exception]
) -> None:
    with pytest.raises(error):
        await refund(till, order.id, amount, "one")
    assert await stored(world, order.id) == order
    assert world.model.totals.served[SENT] == 0


async def test_refunds_at_once_never_exceed_what_was_captured(world: World, till: Container, order: Order) -> None:
    most = order.total // 3 + 1
    results = await asyncio.gather(
        *(refund(till, order.id, most, f"one of {n}") for n in range(4)), return_exceptions=True
    )
    assert sum(isinstance(result, RefundExceedsPayment) for result in results) == 2
    assert world.model.totals.payment(intent_of(order)).reserved == 2 * most


async def test_an_open_dispute_forbids_a_refund(world: World, till: Container, order: Order) -> None:
    world.model.open_dispute(intent_of(order))
    await world.deliver(till)
    with pytest.raises(PaymentDisputed):
        await refund(till, order.id, None, "one")
    assert world.model.totals.served[SENT] == 0


@pytest.mark.parametrize("fault", [Fault.LOSE_ANSWER, Fault.LOSE_REQUEST, Fault.FAIL_BEFORE, Fault.GARBLE])
async def test_without_an_answer_it_stays_reserved_and_a_second_one_needs_a_key(
    world: World, till: Container, order: Order, fault: Fault
) -> None:
    world.model.faults.next(SENT, fault)
    pending = await refund(till, order.id, 777, "one")
    assert (pending.refund.status, pending.refund.outcome_unknown) == (RefundStatus.PENDING, True)
    assert await _left(world, order) == (0, order.total - 777)
    with pytest.raises(RefundOutcomeUnknown):
        await refund(till, order.id, 301, "two", has_idempotency_key=False)
    assert (await refund(till, order.id, 301, "two")).refund.status is RefundStatus.SUCCEEDED


@pytest.mark.parametrize("amount", [None, 301])
async def test_while_the_first_has_no_answer_a_second_one_is_refused_because_of_the_first(
    world: World, till: Container, order: Order, amount: int | None
) -> None:
    world.model.faults.next(SENT, Fault.LOSE_ANSWER)
    await refund(till, order.id, None, "one")
    with pytest.raises(RefundOutcomeUnknown):
        await refund(till, order.id, amount, "two", has_idempotency_key=False)
    with pytest.raises(RefundExceedsPayment):
        await refund(till, order.id, amount, "two")


async def test_one_that_was_turned_away_waits_for_the_worker(world: World, till: Container, order: Order) -> None:
    world.model.faults.next(SENT, Fault.RATE_LIMIT)
    pending = await refund(till, order.id, 777, "one")
    assert pending.refund.request.state is RequestState.NOT_EXECUTED
    assert await _left(world, order) == (0, order.total - 777)


async def test_stripes_definite_no_gives_the_reserve_back(world: World, till: Container, order: Order) -> None:
    for _ in range(2):
        with meeting(failing("refunds", "send", Refused(""))), pytest.raises(RefundRefused) as refused:
            await refund(till, order.id, 777, "one")
        assert str(refused.value) == "refused"
    assert await _left(world, order) == (0, order.total)
    assert (await stored(world, order.id)).refunds[0].failure_reason == "refused"


async def test_a_payment_that_was_refunded_in_the_dashboard_meanwhile_is_read_before_anything_else(
    world: World, till: Container, order: Order
) -> None:
    elsewhere = meanwhile("refunds", "send", lambda: refund_in_dashboard(world, intent_of(order), order.total))
    with meeting(elsewhere), pytest.raises(RefundRefused, match="already_refunded"):
        await refund(till, order.id, None, "one")
    assert await _left(world, order) == (order.total, 0)


@pytest.mark.parametrize("error", [OutcomeUnknown("500"), NotExecuted("429"), Refused("not_permitted")])
async def test_where_even_reading_fails_the_outcome_is_unknown(
    world: World, till: Container, order: Order, error: Exception
) -> None:
    with meeting(failing("refunds", "send", StateConflict("why")), failing("refunds", "of_payment", error)):
        assert (await refund(till, order.id, 777, "one")).refund.outcome_unknown
    assert await _left(world, order) == (0, order.total - 777)


async def test_an_outcome_that_can_not_be_stored_is_no_error_once_it_is_reserved(
    world: World, till: Container, order: Order
) -> None:
    lost = failing("stores.orders", "save", StoreUnavailable("gone"), times=0)
    once_sent = meanwhile("refunds", "send", lambda: setattr(lost, "times", 1))
    with meeting(once_sent, lost):
        pending = await refund(till, order.id, 777, "one")
    assert pending.refund.status is RefundStatus.PENDING
    await world.deliver(till)
    assert await _left(world, order) == (777, order.total - 777)


async def test_a_reserve_that_was_written_without_an_answer_is_gone_on_with(
    world: World, till: Container, order: Order
) -> None:
    with meeting(failing("stores.orders", "save", StoreUnavailable("lost"), late=True)):
        assert (await refund(till, order.id, 777, "one")).refund.status is RefundStatus.SUCCEEDED


class Died(BaseException):
    """A process that is gone in the middle of a call."""


async def _executed_unheard(world: World, till: Container, order: Order) -> None:
    """Stripe gave 777 back, whoever asked for it died, and no webhook told of it."""
    with meeting(failing("refunds", "send", Died(), late=True)), pytest.raises(Died):
        await refund(till, order.id, 777, "one")
    for delivery in world.model.deliveries_due():
        world.model.delivered(delivery.id, 200)


async def test_a_repeated_request_looks_before_it_sends_what_may_have_been_executed(
    world: World, till: Container, order: Order
) -> None:
    await _executed_unheard(world, till, order)
    world.model.faults.next(SENT, Fault.RATE_LIMIT)
    again = await refund(till, order.id, 777, "one")
    assert (again.refund.status, again.refund.requested_by) == (RefundStatus.SUCCEEDED, "admin:grace")
    assert world.model.totals.served[SENT] == 1
    assert await _left(world, order) == (777, order.total - 777)


@pytest.mark.parametrize("error", [OutcomeUnknown("500"), NotExecuted("429"), Refused("not_permitted")])
async def test_a_repeated_request_that_can_not_look_stays_pending_and_unknown(
    world: World, till: Container, order: Order, error: Exception
) -> None:
    await _executed_unheard(world, till, order)
    with meeting(failing("refunds", "of_payment", error)):
        assert (await refund(till, order.id, 777, "one")).refund.status is RefundStatus.PENDING
    assert (await stored(world, order.id)).requested_refunds[0].outcome_unknown
    await world.settle()
    assert await _left(world, order) == (777, order.total - 777)


async def test_a_repeated_request_is_not_sent_where_the_payment_was_disputed_before_anything_was_executed(
    world: World, till: Container, order: Order
) -> None:
    world.model.faults.next(SENT, Fault.RATE_LIMIT)
    await refund(till, order.id, 777, "one")
    world.model.open_dispute(intent_of(order))
    await world.deliver(till)
    with pytest.raises(RefundRefused, match="payment_disputed"):
        await refund(till, order.id, 777, "one")
    assert world.model.totals.refunds() == []


async def test_without_a_reserve_nothing_is_sent(world: World, till: Container, order: Order) -> None:
    with meeting(failing("stores.orders", "save", StoreUnavailable("down"))), pytest.raises(StoreUnavailable):
        await refund(till, order.id, 777, "one")
    assert (await stored(world, order.id), world.model.totals.served[SENT]) == (order, 0)


async def test_an_order_that_vanishes_is_no_place_to_go_on(world: World, till: Container, order: Order) -> None:
    def vanish() -> None:
        world.stores.order_table.stored.clear()
        raise StoreUnavailable("down")

    with meeting(meanwhile("stores.orders", "save", vanish)), pytest.raises(StoreUnavailable):
        await refund(till, order.id, 777, "one")


async def test_a_refund_that_was_answered_long_ago_is_not_sent_again(
    world: World, till: Container, order: Order
) -> None:
    given = await refund(till, order.id, 777, "one")
    world.clock.advance(days=2)
    same = await till.send_refund()(await only_order(world), given.refund.id, actor="till", cause="worker:test")
    assert same.refunds == given.order.refunds
    assert world.model.totals.served[SENT] == 1
