"""What the ports `Inbox` and `InboxSearch` promise."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from application.ports.storage.inbox import EventStatus, InboxEntry
from domain.identifiers.types import EventId, OrderId
from tests.builders import event, inbox_entry
from tests.contracts.stores.stores import Stores
from tests.when import AT, after

LEASE = timedelta(seconds=60)
ORDER = OrderId("ord_000000000001")
SETTLED = after(days=365 * 50)
"""Far ahead: what was settled is removed 90 days later by the database's own clock, which no test sets."""


async def received(stores: Stores, **given: object) -> InboxEntry:
    entry = inbox_entry(**given)  # type: ignore[arg-type]
    assert await stores.inbox.receive(entry) is None
    return entry


class InboxSuite:
    async def test_an_event_is_kept_as_it_came(self, stores: Stores) -> None:
        entry = await received(stores, of=event(payload='{"$set":{"a.b":"\\u0000ü"}}', api_version=None))
        assert await stores.inbox_search.get(entry.event.id) == entry
        assert await stores.inbox_search.get(EventId("evt_never")) is None

    async def test_an_event_received_before_is_reported_with_what_became_of_it(self, stores: Stores) -> None:
        entry = await received(stores)
        assert await stores.inbox.receive(entry) == entry
        await stores.inbox.settle(entry.event.id, EventStatus.APPLIED, reason=None, order_id=ORDER, at=SETTLED)
        known = await stores.inbox.receive(replace(entry, received_at=after(9)))
        assert known is not None
        assert (known.status, known.order_id, known.settled_at) == (EventStatus.APPLIED, ORDER, SETTLED)
        assert known.received_at == AT

    async def test_of_concurrent_deliveries_one_is_the_first(self, stores: Stores) -> None:
        entry = inbox_entry()
        answers = await asyncio.gather(*(stores.inbox.receive(entry) for _ in range(5)))
        assert answers.count(None) == 1
        assert answers.count(entry) == 4

    async def test_an_applied_event_stays_applied(self, stores: Stores) -> None:
        entry = await received(stores)
        await stores.inbox.settle(entry.event.id, EventStatus.APPLIED, reason=None, order_id=ORDER, at=SETTLED)
        await stores.inbox.settle(entry.event.id, EventStatus.DEAD, reason="late", order_id=None, at=SETTLED + LEASE)
        await stores.inbox.postpone(entry.event.id, until=after(99), reason="late")
        known = await stores.inbox_search.get(entry.event.id)
        assert known == replace(
            *(entry,),
            event=replace(entry.event, payload=""),
            status=EventStatus.APPLIED,
            order_id=ORDER,
            settled_at=SETTLED,
        )

    @pytest.mark.parametrize(
        ("status", "is_kept"), [(EventStatus.APPLIED, False), (EventStatus.IGNORED, False), (EventStatus.DEAD, True)]
    )
    async def test_a_payload_is_kept_until_it_is_needed_no_more(
        self, stores: Stores, status: EventStatus, is_kept: bool
    ) -> None:
        entry = await received(stores)
        await stores.inbox.settle(entry.event.id, status, reason=None, order_id=None, at=SETTLED)
        known = await stores.inbox_search.get(entry.event.id)
        assert known is not None
        assert known.event.payload == (entry.event.payload if is_kept else "")

    async def test_a_dead_letter_that_was_applied_after_all_is_applied(self, stores: Stores) -> None:
        entry = await received(stores, status=EventStatus.DEAD, reason="unreadable", settled_at=SETTLED)
        await stores.inbox.settle(entry.event.id, EventStatus.APPLIED, reason=None, order_id=ORDER, at=SETTLED)
        known = await stores.inbox_search.get(entry.event.id)
        assert known is not None
        assert (known.status, known.reason) == (EventStatus.APPLIED, None)

    async def test_a_due_event_is_claimed_when_its_time_has_come(self, stores: Stores) -> None:
        at_once = await received(stores)
        later = await received(stores, not_before=after(30))
        assert await stores.inbox.claim(AT, LEASE, 10) == [replace(at_once, not_before=AT + LEASE)]
        assert await stores.inbox.claim(after(30), LEASE, 10) == [replace(later, not_before=after(90))]

    async def test_what_is_settled_is_claimed_no_more(self, stores: Stores) -> None:
        for status in (EventStatus.APPLIED, EventStatus.IGNORED, EventStatus.DEAD):
            entry = await received(stores)
            await stores.inbox.settle(entry.event.id, status, reason="it is", order_id=None, at=SETTLED)
        assert await stores.inbox.claim(after(days=9), LEASE, 10) == []

    async def test_a_claim_keeps_others_away_until_its_lease_lapses(self, stores: Stores) -> None:
        entry = await received(stores)
        await stores.inbox.claim(AT, LEASE, 10)
        assert await stores.inbox.claim(after(59), LEASE, 10) == []
        assert [claim.event.id for claim in await stores.inbox.claim(after(60), LEASE, 10)] == [entry.event.id]

    async def test_concurrent_workers_never_hold_the_same(self, stores: Stores) -> None:
        entries = [await received(stores) for _ in range(6)]
        # Their clocks differ, as clocks do; the same moment would hide that two hold the same.
        moments = [after(number / 1000) for number in range(5)]
        granted = await asyncio.gather(*(stores.inbox.claim(moment, LEASE, 4) for moment in moments))
        claimed = [claim.event.id for claims in granted for claim in claims]
        assert len(claimed) == len(set(claimed))
        rest = await stores.inbox.claim(AT, LEASE, 10)
        assert {*claimed, *(claim.event.id for claim in rest)} == {entry.event.id for entry in entries}

    async def test_no_more_is_claimed_than_was_asked_for(self, stores: Stores) -> None:
        for _ in range(4):
            await received(stores)
        assert len(await stores.inbox.claim(AT, LEASE, 3)) == 3

    async def test_a_postponed_event_waits_and_counts(self, stores: Stores) -> None:
        entry = await received(stores)
        await stores.inbox.claim(AT, LEASE, 10)
        await stores.inbox.postpone(entry.event.id, until=after(300), reason="no such order yet")
        assert await stores.inbox.claim(after(299), LEASE, 10) == []
        claims = await stores.inbox.claim(after(300), LEASE, 10)
        assert [(claim.attempts, claim.reason) for claim in claims] == [(1, "no such order yet")]


class InboxSearchSuite:
    async def test_entries_run_newest_received_first(self, stores: Stores) -> None:
        entries = [await received(stores, received_at=after(number)) for number in range(5)]
        first = await stores.inbox_search.page(status=None, limit=3, cursor=None)
        await received(stores, received_at=after(99))
        rest = await stores.inbox_search.page(status=None, limit=3, cursor=first.cursor)
        assert [*first.entries, *rest.entries] == entries[::-1]
        assert rest.cursor is None

    async def test_entries_are_filtered_by_what_became_of_them(self, stores: Stores) -> None:
        await received(stores)
        dead = await received(stores, status=EventStatus.DEAD, reason="unreadable", settled_at=SETTLED)
        page = await stores.inbox_search.page(status=EventStatus.DEAD, limit=3, cursor=None)
        assert page.entries == (dead,)

    async def test_a_malformed_cursor_is_distinguished(self, stores: Stores) -> None:
        with pytest.raises(ValueError, match="malformed"):
            await stores.inbox_search.page(status=None, limit=3, cursor="nonsense")

    @pytest.mark.parametrize("status", [EventStatus.DEAD, EventStatus.APPLIED, EventStatus.IGNORED, EventStatus.DUE])
    async def test_any_event_can_be_made_due_again(self, stores: Stores, status: EventStatus) -> None:
        entry = await received(stores, status=status, reason="whatever", not_before=after(days=9))
        await stores.inbox.settle(entry.event.id, status, reason=None, order_id=None, at=SETTLED)
        assert await stores.inbox_search.revive(entry.event, after(5))
        (claim,) = await stores.inbox.claim(after(5), LEASE, 10)
        assert claim.event == entry.event

    async def test_an_event_that_never_came_cannot_be_revived(self, stores: Stores) -> None:
        assert not await stores.inbox_search.revive(event(), AT)
