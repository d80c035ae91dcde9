"""How late events come, and what becomes of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from prometheus_client import REGISTRY
from structlog.testing import capture_logs

from adapters.in_memory.stores.inbox import InMemoryInbox
from application.ports.storage.failures import StoreUnavailable
from application.ports.storage.inbox import EventStatus, InboxEntry
from domain.identifiers.types import EventId, OrderId
from entrypoints.telemetry.observers import inbox as watched_inbox
from entrypoints.telemetry.observers.inbox import WatchedInbox
from tests.builders import event, inbox_entry
from tests.when import AT, after

LEASE = timedelta(seconds=60)
ORDER = OrderId("ord_000000000001")


@pytest.fixture
def kept() -> InMemoryInbox:
    return InMemoryInbox()


@pytest.fixture
def inbox(kept: InMemoryInbox) -> WatchedInbox:
    return WatchedInbox(kept)


def figure(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0.0


def lag() -> tuple[float, float]:
    return figure("till_event_lag_seconds_count"), figure("till_event_lag_seconds_sum")


def settled(event_type: str, status: str) -> float:
    return figure("till_events_total", type=event_type, status=status)


async def settle(inbox: WatchedInbox, entry: InboxEntry, status: EventStatus = EventStatus.APPLIED) -> None:
    await inbox.settle(entry.event.id, status, reason=None, order_id=ORDER, at=after(1))


async def test_an_events_lag_is_measured_once(inbox: WatchedInbox) -> None:
    count, seconds = lag()
    repeated = figure("till_events_repeated_total")
    entry = inbox_entry(event(created=after(-12.5)))

    assert await inbox.receive(entry) is None
    assert await inbox.receive(entry) == entry

    assert lag() == (count + 1, seconds + 12.5)
    assert figure("till_events_repeated_total") == repeated + 1


async def test_a_clock_behind_stripes_is_no_negative_lag(inbox: WatchedInbox) -> None:
    count, seconds = lag()

    await inbox.receive(inbox_entry(event(created=after(0.75))))

    assert lag() == (count + 1, seconds)


async def test_what_became_of_an_event_is_counted_by_its_type_and_reported(inbox: WatchedInbox) -> None:
    entry = inbox_entry(event("charge.dispute.created"))
    before = settled("charge.dispute.created", "applied")
    for _ in range(2):
        await inbox.receive(entry)
    with capture_logs() as lines:
        await settle(inbox, entry)

    assert settled("charge.dispute.created", "applied") == before + 1
    assert lines == [
        {
            "event": "event_settled",
            "log_level": "info",
            "event_id": entry.event.id,
            "type": "charge.dispute.created",
            "status": "applied",
            "reason": None,
            "order_id": ORDER,
        }
    ]


async def test_an_event_that_is_kept_with_its_effect_is_counted_at_once(inbox: WatchedInbox) -> None:
    entry = replace(inbox_entry(event("charge.refunded"), EventStatus.IGNORED), reason="foreign")
    before = settled("charge.refunded", "ignored")
    with capture_logs() as lines:
        await inbox.receive(entry)
        await inbox.receive(entry)

    assert settled("charge.refunded", "ignored") == before + 1
    assert [(line["event"], line["status"], line["reason"]) for line in lines] == [
        ("event_settled", "ignored", "foreign")
    ]


async def test_an_event_that_is_put_off_is_reported_without_the_words_of_a_fault(inbox: WatchedInbox) -> None:
    entry = replace(inbox_entry(event("charge.refunded")), reason="ValueError: Ada Okafor, 1 Main St")
    with capture_logs() as lines:
        await inbox.receive(entry)
        await inbox.receive(entry)
        await inbox.postpone(entry.event.id, until=after(15), reason="unmatched")

    assert [(line["event"], line["type"], line["reason"]) for line in lines] == [
        ("event_put_off", "charge.refunded", "ValueError"),
        ("event_put_off", "charge.refunded", "unmatched"),
    ]


async def test_an_event_that_another_process_received_is_known_once_claimed(
    inbox: WatchedInbox, kept: InMemoryInbox
) -> None:
    entry = inbox_entry(event("review.opened"))
    await kept.receive(entry)
    before = settled("review.opened", "dead")

    (claimed,) = await inbox.claim(AT, LEASE, 10)
    await inbox.postpone(claimed.event.id, until=after(15), reason="unmatched")
    await settle(inbox, claimed, EventStatus.DEAD)

    assert settled("review.opened", "dead") == before + 1


async def test_an_event_that_a_person_replays_is_counted_as_replayed(inbox: WatchedInbox, kept: InMemoryInbox) -> None:
    entry = inbox_entry()
    await kept.receive(entry)
    before = settled("replayed", "applied")

    await settle(inbox, entry)

    assert settled("replayed", "applied") == before + 1


async def test_what_was_not_kept_is_not_counted(inbox: WatchedInbox, kept: InMemoryInbox) -> None:
    before = (lag(), settled("payment_intent.succeeded", "applied"))
    kept.faults.down = True
    entry = inbox_entry()

    with capture_logs() as lines:
        with pytest.raises(StoreUnavailable):
            await inbox.receive(entry)
        with pytest.raises(StoreUnavailable):
            await settle(inbox, entry)

    assert (lag(), settled("payment_intent.succeeded", "applied")) == before
    assert lines == []


async def test_events_that_are_never_settled_here_fill_no_memory(
    inbox: WatchedInbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watched_inbox, "_REMEMBERED", 2)
    entries = [inbox_entry(event("review.closed")) for _ in range(3)]
    for entry in (*entries, *entries):
        await inbox.receive(entry)
    before = (settled("review.closed", "applied"), settled("replayed", "applied"))

    for entry in entries:
        await settle(inbox, entry)
    await inbox.settle(EventId("evt_never"), EventStatus.DEAD, reason=None, order_id=None, at=AT)

    assert (settled("review.closed", "applied"), settled("replayed", "applied")) == (before[0] + 2, before[1] + 1)
