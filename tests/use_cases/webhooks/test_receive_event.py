"""Webhooks: acknowledged means stored, effects happen once, and nothing is dropped in silence."""

import hmac
import json

import pytest

from application.ports.storage.failures import StoreRefused, StoreUnavailable
from application.ports.storage.inbox import EventStatus
from application.ports.stripe.events import InvalidEvent, InvalidSignature
from application.repair.retry_events import MAX_ATTEMPTS
from application.webhooks.apply_event import MATCH_WINDOW
from domain.orders.history import EntryType
from domain.orders.order import Order, OrderStatus
from entrypoints.container import Container
from tests.use_cases.scenes import paid, received, recorded, stored, unpaid
from tests.world.dashboard import at_stripe, second_intent
from tests.world.shoppers import pay, refund_in_dashboard
from tests.world.trouble import failing, meeting
from tests.world.world import WEBHOOK_SECRET, World


async def _paid_without_webhook(world: World) -> Order:
    started = await unpaid(world)
    pay(world, started)
    return started.order


async def test_a_payment_is_applied_and_the_event_stored_with_its_order(world: World, till: Container) -> None:
    order = await _paid_without_webhook(world)
    await world.deliver(till)
    entry = await received(world, "payment_intent.succeeded")
    assert (entry.status, entry.order_id) == (EventStatus.APPLIED, order.id)
    assert (await stored(world, order.id)).status is OrderStatus.CONFIRMED


async def test_an_event_delivered_twice_has_its_effect_once(world: World, till: Container) -> None:
    order = await _paid_without_webhook(world)
    deliveries = world.model.deliveries_due()
    for delivery in (*deliveries, *deliveries):
        await till.receive_event()(delivery.body, dict(delivery.headers)["Stripe-Signature"])
    assert (await recorded(world, order.id)).count(EntryType.PAYMENT_SUCCEEDED) == 1


async def test_the_event_of_money_that_belongs_to_no_order_is_kept_with_the_order_that_it_names(
    world: World, till: Container
) -> None:
    order = await paid(world)
    second_intent(world, order, paid=True)
    await world.deliver(till)
    page = await world.stores.inbox.page(status=EventStatus.IGNORED, limit=100, cursor=None)
    assert [(each.event.type, each.order_id) for each in page.entries if each.reason == "stray"] == [
        ("payment_intent.succeeded", order.id)
    ]


async def test_whatever_breaks_behind_an_event_that_is_kept_is_left_to_the_worker(
    world: World, till: Container
) -> None:
    order = await _paid_without_webhook(world)
    with meeting(failing("stores.orders", "by_intent", ValueError("a fault of ours"), times=99)):
        await world.deliver(till)
    entry = await received(world, "payment_intent.succeeded")
    assert (entry.status, entry.attempts, entry.reason) == (EventStatus.DUE, 1, "ValueError: a fault of ours")
    assert entry.event.id in {subject for subject, _ in world.fault_reports.reported}
    world.clock.advance(31)
    await till.retry_events()()
    assert (await stored(world, order.id)).status is OrderStatus.CONFIRMED


async def test_what_the_database_refuses_for_good_is_a_dead_letter_with_its_code(world: World, till: Container) -> None:
    await _paid_without_webhook(world)
    refused = StoreRefused("DocumentValidationFailure (121)")
    with meeting(failing("stores.orders", "save", refused, times=99)):
        await world.deliver(till)
    entry = await received(world, "payment_intent.succeeded")
    assert (entry.status, entry.reason) == (EventStatus.DEAD, "MongoDB refuses: DocumentValidationFailure (121)")
    assert f"dead_letter:{entry.event.id}" in world.stores.alerts.raised
    world.clock.advance(31)
    assert await till.retry_events()() == 0


async def test_what_stripe_did_not_sign_or_is_no_event_is_not_kept(world: World, till: Container) -> None:
    await _paid_without_webhook(world)
    delivery = world.model.deliveries_due()[0]
    before = await world.stores.inbox.page(status=None, limit=100, cursor=None)
    for signature in (None, "t=1,v1=00"):
        with pytest.raises(InvalidSignature):
            await till.receive_event()(delivery.body, signature)
    with pytest.raises(InvalidSignature):
        await till.receive_event()(delivery.body + b" ", dict(delivery.headers)["Stripe-Signature"])
    with pytest.raises(InvalidEvent):
        await till.receive_event()(b"{}", _signature(world, b"{}"))
    assert await world.stores.inbox.page(status=None, limit=100, cursor=None) == before


async def test_a_type_that_has_no_effect_is_kept_and_ignored(world: World, till: Container) -> None:
    at_stripe(world, "POST", "/v1/customers", name="Nobody")
    await world.deliver(till)
    assert (await received(world, "customer.created")).status is EventStatus.IGNORED


async def test_the_payment_of_another_system_on_the_account_is_foreign(world: World, till: Container) -> None:
    at_stripe(
        world, "POST", "/v1/payment_intents", amount=1299, currency="usd", payment_method="pm_card_visa",
        confirm="true", return_url="http://shop.example/",
    )  # fmt: skip
    await world.deliver(till)
    entry = await received(world, "payment_intent.succeeded")
    assert (entry.status, entry.reason) == (EventStatus.IGNORED, "foreign")


async def test_a_refund_that_comes_before_its_payment_is_known_waits_and_after_a_day_is_foreign(
    world: World, till: Container
) -> None:
    foreign = at_stripe(
        world, "POST", "/v1/payment_intents", amount=1299, currency="usd", payment_method="pm_card_visa",
        confirm="true", return_url="http://shop.example/",
    )  # fmt: skip
    refund_in_dashboard(world, foreign["id"], 301)
    await world.deliver(till)
    waiting = await received(world, "refund.created")
    assert (waiting.status, waiting.reason) == (EventStatus.DUE, "unmatched")
    assert await till.retry_events()() == 0
    world.clock.advance(MATCH_WINDOW.total_seconds())
    while await till.retry_events()():
        pass
    assert (await received(world, "refund.created")).status is EventStatus.IGNORED


async def test_an_effect_that_fails_is_still_acknowledged_and_left_for_the_worker(
    world: World, till: Container
) -> None:
    order = await _paid_without_webhook(world)
    with meeting(failing("stores.orders", "save", StoreUnavailable("down"), times=99)):
        await world.deliver(till)
    assert (await received(world, "payment_intent.succeeded")).status is EventStatus.DUE
    world.clock.advance(31)
    while await till.retry_events()():
        pass
    assert (await stored(world, order.id)).status is OrderStatus.CONFIRMED


async def test_only_failing_to_store_is_an_error(world: World, till: Container) -> None:
    order = await _paid_without_webhook(world)
    delivery = world.model.deliveries_due()[0]
    signature = dict(delivery.headers)["Stripe-Signature"]
    with meeting(failing("stores.inbox", "receive", StoreUnavailable("down"))), pytest.raises(StoreUnavailable):
        await till.receive_event()(delivery.body, signature)
    await world.deliver(till)
    assert (await stored(world, order.id)).status is OrderStatus.CONFIRMED


async def test_an_event_that_is_due_is_applied_when_it_comes_again(world: World, till: Container) -> None:
    order = await _paid_without_webhook(world)
    deliveries = world.model.deliveries_due()
    with meeting(failing("stores.orders", "save", StoreUnavailable("down"), times=99)):
        for delivery in deliveries:
            await till.receive_event()(delivery.body, dict(delivery.headers)["Stripe-Signature"])
    assert (await received(world, "payment_intent.succeeded")).status is EventStatus.DUE
    for delivery in deliveries:
        await till.receive_event()(delivery.body, dict(delivery.headers)["Stripe-Signature"])
    assert (await received(world, "payment_intent.succeeded")).status is EventStatus.APPLIED
    assert (await recorded(world, order.id)).count(EntryType.PAYMENT_SUCCEEDED) == 1


async def test_a_dead_letter_that_comes_again_and_can_be_applied_by_now_is_dead_no_longer(
    world: World, till: Container
) -> None:
    order = await _paid_without_webhook(world)
    delivery = next(d for d in world.model.deliveries_due() if d.event_type == "payment_intent.succeeded")
    with meeting(failing("stores.orders", "by_intent", ValueError("a fault of ours"), times=99)):
        await till.receive_event()(delivery.body, _signature(world, delivery.body))
        for _ in range(MAX_ATTEMPTS):
            world.clock.advance(hours=1)
            await till.retry_events()()
    assert (await received(world, "payment_intent.succeeded")).status is EventStatus.DEAD
    await till.receive_event()(delivery.body, _signature(world, delivery.body))
    assert (await received(world, "payment_intent.succeeded")).status is EventStatus.APPLIED
    assert (await stored(world, order.id)).status is OrderStatus.CONFIRMED


async def test_a_process_that_dies_before_it_stores_an_event_has_acknowledged_nothing_and_the_effect_happens_once(
    world: World, till: Container
) -> None:
    order = await _paid_without_webhook(world)
    delivery = next(d for d in world.model.deliveries_due() if d.event_type == "payment_intent.succeeded")
    with meeting(failing("stores.inbox", "receive", StoreUnavailable("down"))), pytest.raises(StoreUnavailable):
        await till.receive_event()(delivery.body, _signature(world, delivery.body))
    assert (await stored(world, order.id)).status is OrderStatus.CONFIRMED
    await till.receive_event()(delivery.body, _signature(world, delivery.body))
    assert (await received(world, "payment_intent.succeeded")).status is EventStatus.APPLIED
    assert (await recorded(world, order.id)).count(EntryType.PAYMENT_SUCCEEDED) == 1


async def test_one_that_can_not_be_read_is_a_dead_letter_with_an_alert(world: World, till: Container) -> None:
    await _paid_without_webhook(world)
    delivery = next(d for d in world.model.deliveries_due() if d.event_type == "payment_intent.succeeded")
    event = json.loads(delivery.body)
    event["data"]["object"]["amount_received"] = "twelve ninety-nine"
    body = json.dumps(event).encode()
    for _ in range(2):
        await till.receive_event()(body, _signature(world, body))
    entry = await received(world, "payment_intent.succeeded")
    assert entry.status is EventStatus.DEAD
    assert entry.reason
    assert list(world.stores.alerts.raised) == [f"dead_letter:{entry.event.id}"]


def _signature(world: World, body: bytes) -> str:
    at = int(world.clock.now().timestamp())
    signed = hmac.new(WEBHOOK_SECRET.encode(), f"{at}.".encode() + body, "sha256").hexdigest()
    return f"t={at},v1={signed}"


async def test_a_deleted_customer_is_an_event_of_no_order(world: World, till: Container) -> None:
    order = await paid(world)
    at_stripe(world, "DELETE", f"/v1/customers/{order.intent.customer_id}")
    await world.deliver(till)
    entry = await received(world, "customer.deleted")
    assert (entry.status, entry.order_id) == (EventStatus.APPLIED, None)


async def test_a_header_that_no_body_can_match_is_refused_without_a_body(world: World, till: Container) -> None:
    now = int(world.clock.now().timestamp())
    receive = till.receive_event()
    receive.check_signature_header(f"t={now},v1=00")
    for header in (None, "", "nonsense", f"t={now}", f"t={now},v0=00", f"t={now - 301},v1=00"):
        with pytest.raises(InvalidSignature):
            receive.check_signature_header(header)
