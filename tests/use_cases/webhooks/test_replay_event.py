"""Events shown and applied again: what Till keeps no more, Stripe shows, for 30 days."""

import json

import pytest

from application.orders.errors import NotFound
from application.ports.storage.failures import StoreRefused
from application.ports.storage.inbox import EventStatus
from application.ports.stripe.failures import Missing, OutcomeUnknown, PermissionMissing
from application.webhooks.errors import EventForgotten
from domain.identifiers.types import EventId
from entrypoints.container import Container
from tests.use_cases.scenes import paid, received, stored, unpaid
from tests.world.dashboard import at_stripe
from tests.world.shoppers import pay, refund_in_dashboard
from tests.world.trouble import failing, meanwhile, meeting
from tests.world.world import World


async def test_an_event_is_replayed_without_a_second_effect(world: World, till: Container) -> None:
    order = await paid(world)
    entry = await received(world, "payment_intent.succeeded")
    replayed = await till.replay_event()(entry.event.id)
    assert replayed.status is EventStatus.APPLIED
    assert replayed.event.payload == ""
    assert await stored(world, order.id) == order
    with pytest.raises(NotFound, match="event"):
        await till.replay_event()(EventId("evt_none"))


async def test_a_replay_that_a_worker_overtakes_ends_as_the_workers(world: World, till: Container) -> None:
    await paid(world)
    entry = await received(world, "payment_intent.created")
    assert entry.status is EventStatus.IGNORED
    with meeting(meanwhile("stores.inbox", "revive", lambda: world.work(till), late=True)):
        replayed = await till.replay_event()(entry.event.id)
    assert (replayed.status, replayed.reason) == (EventStatus.IGNORED, entry.reason)
    assert not world.stores.alerts.raised


async def test_the_payload_of_an_event_that_had_its_effect_is_stripes_to_show(world: World, till: Container) -> None:
    order = await paid(world)
    entry = await received(world, "payment_intent.succeeded")
    assert (entry.status, entry.event.payload) == (EventStatus.APPLIED, "")
    shown = await till.show_event()(entry.event.id)
    assert json.loads(shown.event.payload)["data"]["object"]["id"] == order.intent.id
    assert "_secret_" not in shown.event.payload
    assert (await received(world, "payment_intent.succeeded")) == entry


async def test_an_event_that_stripe_shows_no_more_is_shown_without_and_not_applied_again(
    world: World, till: Container
) -> None:
    await paid(world)
    entry = await received(world, "payment_intent.succeeded")
    with meeting(failing("event_records", "event", Missing("no such event"), times=2)):
        assert await till.show_event()(entry.event.id) == entry
        with pytest.raises(EventForgotten, match=entry.event.id):
            await till.replay_event()(entry.event.id)
    assert await received(world, "payment_intent.succeeded") == entry


async def test_an_event_that_goes_while_it_is_shown_is_not_applied_again(world: World, till: Container) -> None:
    await paid(world)
    entry = await received(world, "payment_intent.succeeded")
    gone = meanwhile("event_records", "event", lambda: _forget(world, entry.event.id), late=True)
    with meeting(gone), pytest.raises(EventForgotten, match=entry.event.id):
        await till.replay_event()(entry.event.id)
    assert await world.stores.inbox.get(entry.event.id) is None


async def _forget(world: World, event_id: EventId) -> None:
    del world.stores.inbox._entries[event_id]


@pytest.mark.parametrize("why", [OutcomeUnknown("no answer"), PermissionMissing("event_read", "may not")])
async def test_while_stripe_can_not_be_asked_what_is_known_is_shown_and_nothing_is_called_forgotten(
    world: World, till: Container, why: Exception
) -> None:
    await paid(world)
    entry = await received(world, "payment_intent.succeeded")
    with meeting(failing("event_records", "event", why, times=2)):
        assert await till.show_event()(entry.event.id) == entry
        with pytest.raises(type(why)):
            await till.replay_event()(entry.event.id)
    assert await received(world, "payment_intent.succeeded") == entry


async def test_what_is_still_to_be_applied_keeps_its_payload(world: World, till: Container) -> None:
    pay(world, await unpaid(world))
    with meeting(failing("stores.orders", "save", StoreRefused("too large"))):
        await world.deliver(till)
    page = await world.stores.inbox.page(status=EventStatus.DEAD, limit=100, cursor=None)
    (dead,) = page.entries
    with meeting(failing("event_records", "event", Missing("not asked"))):
        assert await till.show_event()(dead.event.id) == dead
    assert json.loads(dead.event.payload)["id"] == dead.event.id


async def test_a_replay_that_is_still_too_early_waits_again(world: World, till: Container) -> None:
    foreign = at_stripe(
        world, "POST", "/v1/payment_intents", amount=1299, currency="usd", payment_method="pm_card_visa",
        confirm="true", return_url="http://shop.example/",
    )  # fmt: skip
    refund_in_dashboard(world, foreign["id"], 301)
    await world.deliver(till)
    entry = await received(world, "refund.created")
    replayed = await till.replay_event()(entry.event.id)
    assert (replayed.status, replayed.reason) == (EventStatus.DUE, "unmatched")
