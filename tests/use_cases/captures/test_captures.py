"""What was authorized is taken once, whatever comes between, and lapses in nobody's silence."""

from dataclasses import replace

import pytest

from application.captures.capture_payment import CapturePaymentCommand
from application.captures.errors import CaptureRefused
from application.checkout.cancel_checkout import CancelCheckoutCommand
from application.checkout.confirm_payment import ConfirmPaymentCommand
from application.checkout.errors import CheckoutAlreadyPaid
from application.orders.errors import NotFound, PaymentNotSucceeded
from application.payment_methods.attach_payment_method import AttachPaymentMethodCommand
from application.ports.storage.failures import StoreUnavailable
from application.ports.stripe.failures import KeyReused, OutcomeUnknown, Refused
from domain.errors.captures import AlreadyCaptured, CaptureExceedsAuthorization, NothingToCapture
from domain.identifiers.types import OrderId, PaymentMethodId, RequestScope
from domain.orders.history import EntryType
from domain.orders.order import OrderStatus, PaymentStatus
from domain.payments.intent import CaptureMethod
from entrypoints.container import Container
from stripe_stand_in.model import Fault
from tests.use_cases.scenes import intent_of, recorded, stored
from tests.world.dashboard import at_stripe
from tests.world.shoppers import ADA, pay, place, refund
from tests.world.shops import cancel, capture, create, hold, open_link
from tests.world.trouble import failing, meanwhile, meeting
from tests.world.world import World

DAY = 24 * 60 * 60


async def test_an_order_is_confirmed_by_the_first_report_that_the_money_is_held(world: World, till: Container) -> None:
    created = await create(till, "one", capture_method=CaptureMethod.MANUAL)
    opened = await open_link(till, created.order.id)
    with pytest.raises(PaymentNotSucceeded):
        await place(till, intent_of(opened.order))
    assert pay(world, opened) == "requires_capture"
    placed = await place(till, intent_of(opened.order))
    assert (placed.confirmed_now, placed.order.payment_status) == (True, PaymentStatus.AUTHORIZED)
    assert not (await place(till, intent_of(opened.order))).confirmed_now
    await world.deliver(till)
    await till.relay_notifications()()
    assert [mail.notice for mail in world.mailer.mails] == ["confirmed"]


async def test_a_saved_card_is_authorized_from_the_server(world: World, till: Container) -> None:
    saved = await till.attach_payment_method()(
        AttachPaymentMethodCommand(
            user=ADA,
            payment_method_id=PaymentMethodId("pm_card_visa"),
            request_scope=RequestScope("attach"),
            cause="request:attach",
        )
    )
    created = await create(till, "one", capture_method=CaptureMethod.MANUAL)
    opened = await open_link(till, created.order.id)
    shown = await till.confirm_payment()(
        ConfirmPaymentCommand(
            user_id=ADA.id,
            payment_intent_id=intent_of(opened.order),
            payment_method_id=saved.method.id,
            return_url=None,
            actor="user:ada",
            cause="request:confirm",
        )
    )
    assert (shown.seen.status, shown.client_secret) == ("requires_capture", None)


async def test_a_part_is_taken_once_and_the_rest_released(world: World, till: Container) -> None:
    order = await hold(world, "one")
    taken = await capture(till, order.id, 777, "k1")
    assert (taken.intent.captured, taken.payment_status) == (777, PaymentStatus.SUCCEEDED)
    assert (await capture(till, order.id, 777, "k1")).intent.captured == 777
    with pytest.raises(NothingToCapture):
        await capture(till, order.id, None, "k2")
    await world.deliver(till)
    assert (await refund(till, order.id, None, "r1")).refund.amount == 777
    assert world.model.totals.payment(intent_of(order)).captured == 777


async def test_the_payment_names_its_order_too_and_its_webhook_may_be_on_the_way(world: World, till: Container) -> None:
    created = await create(till, "one", capture_method=CaptureMethod.MANUAL)
    opened = await open_link(till, created.order.id)
    pay(world, opened)
    command = CapturePaymentCommand(
        order=None,
        payment_intent_id=intent_of(opened.order),
        amount=None,
        request_scope=RequestScope("k1"),
        actor="admin:grace",
        cause="request:capture",
    )
    assert (await till.capture_payment()(command)).intent.captured == opened.order.total
    with pytest.raises(NotFound):
        await till.capture_payment()(replace(command, payment_intent_id=None, order="no order"))


async def test_what_is_not_authorized_is_not_captured(world: World, till: Container) -> None:
    waiting = await create(till, "one", capture_method=CaptureMethod.MANUAL)
    for order_id in (waiting.order.id, (await open_link(till, waiting.order.id)).order.id):
        with pytest.raises(NothingToCapture):
            await capture(till, order_id, None, "k1")
    held = await hold(world, "two")
    with pytest.raises(CaptureExceedsAuthorization):
        await capture(till, held.id, held.total + 1, "k1")


@pytest.mark.parametrize(
    "fault", [Fault.LOSE_REQUEST, Fault.LOSE_ANSWER, Fault.RATE_LIMIT, Fault.FAIL_BEFORE, Fault.FAIL_AFTER]
)
async def test_a_capture_without_an_answer_is_settled_by_the_worker(
    world: World, till: Container, fault: Fault
) -> None:
    order = await hold(world, "one")
    world.model.faults.next(f"POST /v1/payment_intents/{order.intent.id}/capture", fault)
    pending = await capture(till, order.id, 777, "k1")
    assert (pending.payment_status, pending.amount_capturable) == (PaymentStatus.AUTHORIZED, 0)
    with pytest.raises(NothingToCapture):
        await capture(till, order.id, 778, "k2")
    for _ in range(4):
        world.clock.advance(61)
        await till.settle_orders()()
    assert (await stored(world, order.id)).intent.captured == 777
    assert world.model.totals.payment(intent_of(order)).captured == 777


async def test_where_no_capture_is_under_way_nothing_is_sent(world: World, till: Container) -> None:
    order = await hold(world, "one")
    sent = world.model.totals.served.copy()
    assert await till.send_capture()(order, actor="till", cause="worker:settle") == order
    assert world.model.totals.served == sent


async def test_a_repeated_capture_settles_the_first(world: World, till: Container) -> None:
    order = await hold(world, "one")
    world.model.faults.next(f"POST /v1/payment_intents/{order.intent.id}/capture", Fault.LOSE_ANSWER)
    await capture(till, order.id, 777, "k1")
    assert (await capture(till, order.id, None, "k2")).intent.captured == 777


async def test_a_capture_that_somebody_else_settled_is_not_sent_again(world: World, till: Container) -> None:
    order = await hold(world, "one")
    world.model.faults.next(f"POST /v1/payment_intents/{order.intent.id}/capture", Fault.LOSE_REQUEST)
    await capture(till, order.id, 777, "k1")

    async def settle() -> None:
        await till.settle_capture()(await stored(world, order.id), cause="worker:other")

    with meeting(meanwhile("stores.orders", "save", settle)):
        assert (await capture(till, order.id, 777, "k1")).intent.captured == 777


async def test_an_answer_of_the_store_that_was_lost_is_no_second_capture(world: World, till: Container) -> None:
    order = await hold(world, "one")
    with meeting(failing("stores.orders", "save", StoreUnavailable("lost"), late=True)):
        assert (await capture(till, order.id, 777, "k1")).intent.captured == 777
    other = await hold(world, "two")
    with meeting(failing("stores.orders", "save", StoreUnavailable("away"))), pytest.raises(StoreUnavailable):
        await capture(till, other.id, 777, "k1")
    assert (await stored(world, other.id)).intent.capture is None


async def test_a_spent_key_gives_way_to_another(world: World, till: Container) -> None:
    order = await hold(world, "one")
    with meeting(failing("captures", "capture", KeyReused("spent"))):
        pending = await capture(till, order.id, 777, "k1")
    assert pending.unsettled_capture is not None
    assert pending.unsettled_capture.attempt == 2
    world.clock.advance(61)
    await till.settle_orders()()
    assert (await stored(world, order.id)).intent.captured == 777


async def test_a_definite_no_takes_nothing_and_alerts(world: World, till: Container) -> None:
    order = await hold(world, "one")
    no = failing("captures", "capture", Refused("amount_too_large"))
    with meeting(no), pytest.raises(CaptureRefused):
        await capture(till, order.id, 777, "k1")
    assert (await recorded(world, order.id))[-1] is EntryType.CAPTURE_REFUSED
    assert (await capture(till, order.id, 777, "k1")).intent.captured == 777


async def test_a_capture_in_the_dashboard_is_applied_and_leaves_nothing_to_capture(
    world: World, till: Container
) -> None:
    order = await hold(world, "one")
    at_stripe(world, "POST", f"/v1/payment_intents/{order.intent.id}/capture", amount_to_capture=555)
    assert (await capture(till, order.id, 777, "k1")).intent.captured == 555
    await world.deliver(till)
    assert (await stored(world, order.id)).amount_refunded == 0


async def test_what_was_voided_meanwhile_is_not_captured(world: World, till: Container) -> None:
    order = await hold(world, "one")

    async def void() -> None:
        at_stripe(world, "POST", f"/v1/payment_intents/{order.intent.id}/cancel")

    with meeting(meanwhile("captures", "capture", void)), pytest.raises(NothingToCapture) as refused:
        await capture(till, order.id, None, "k1")
    assert refused.value.status == PaymentStatus.CANCELED


async def test_an_order_is_canceled_once_its_authorization_was_voided(world: World, till: Container) -> None:
    order = await hold(world, "one")
    assert (await cancel(till, order.id)).status is OrderStatus.CANCELED
    assert (await cancel(till, order.id)).status is OrderStatus.CANCELED
    assert world.model.totals.payment(intent_of(order)).status == "canceled"
    unpaid = await create(till, "two")
    assert (await cancel(till, unpaid.order.id)).status is OrderStatus.CANCELED
    with pytest.raises(NotFound):
        await cancel(till, OrderId("no order"))


async def test_what_was_captured_or_is_processing_is_not_canceled(world: World, till: Container) -> None:
    order = await hold(world, "one")
    at_stripe(world, "POST", f"/v1/payment_intents/{order.intent.id}/capture")
    with pytest.raises(AlreadyCaptured):
        await cancel(till, order.id)
    debited = await open_link(till, (await create(till, "two")).order.id)
    pay(world, debited, "pm_usBankAccount_success")
    with pytest.raises(CheckoutAlreadyPaid):
        await cancel(till, debited.order.id)


async def test_a_shopper_does_not_void_what_is_held_for_an_order(world: World, till: Container) -> None:
    order = await hold(world, "one")
    command = CancelCheckoutCommand(
        user_id=ADA.id, payment_intent_id=intent_of(order), reason=None, actor="user:ada", cause="request:cancel"
    )
    with pytest.raises(CheckoutAlreadyPaid):
        await till.cancel_checkout()(command)
    with pytest.raises(CheckoutAlreadyPaid):
        await create(till, "two", replaces=order.id)
    with pytest.raises(CheckoutAlreadyPaid):
        await open_link(till, order.id)


async def test_a_void_that_was_cut_off_is_ended_by_the_worker(world: World, till: Container) -> None:
    order = await hold(world, "one")
    world.model.faults.next(f"POST /v1/payment_intents/{order.intent.id}/cancel", Fault.LOSE_REQUEST)
    with pytest.raises(OutcomeUnknown):
        await cancel(till, order.id)
    world.clock.advance(61)
    await till.settle_orders()()
    assert (await stored(world, order.id)).status is OrderStatus.CANCELED


async def test_an_authorization_is_watched_until_it_lapses(world: World, till: Container) -> None:
    order = await hold(world, "one")
    world.clock.advance(2 * DAY)
    assert await till.settle_orders()() == 0
    world.clock.advance(4 * DAY + 60)
    assert await till.settle_orders()() == 1
    assert (await recorded(world, order.id))[-1] is EntryType.AUTHORIZATION_EXPIRING
    assert await till.settle_orders()() == 0
    world.clock.advance(DAY)
    world.model.advance()
    await till.settle_orders()()
    assert (await stored(world, order.id)).status is OrderStatus.CANCELED
    await till.relay_notifications()()
    assert {str(mail.notice) for mail in world.mailer.mails} == {
        "confirmed",
        "authorization_expiring",
        "authorization_expired",
        "canceled",
    }


@pytest.mark.parametrize("shown_as_refund", [False, True])
async def test_what_is_released_is_no_refund_in_either_shape(
    world: World, till: Container, shown_as_refund: bool
) -> None:
    account = world.model._account
    account.settings = replace(account.settings, uncaptured_shown_as_refund=shown_as_refund)
    part, voided, lapsed = [await hold(world, name) for name in ("part", "voided", "lapsed")]
    await capture(till, part.id, 777, "k1")
    await cancel(till, voided.id)
    world.clock.advance(8 * DAY)
    world.model.advance()
    for _ in range(3):
        await world.deliver(till)
        await till.settle_orders()()
        world.clock.advance(61)
    await world.reconcile(till)
    taken = await stored(world, part.id)
    assert (taken.amount_refunded, taken.refundable, taken.refunds) == (0, 777, ())
    for each in (voided, lapsed):
        ended = await stored(world, each.id)
        assert (ended.status, ended.refunds) == (OrderStatus.CANCELED, ())
    given_back = await refund(till, part.id, 301, "r1")
    await world.deliver(till)
    await till.settle_orders()()
    assert ((await stored(world, part.id)).refundable, given_back.refund.amount) == (476, 301)
