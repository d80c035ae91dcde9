"""What the port `Outbox` promises, races included."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from application.ports.storage.outbox import Audience, PendingNotifications
from domain.orders.history import EntryType
from domain.orders.order import Order
from tests.builders import checkout, paid, with_facts
from tests.contracts.stores.stores import Stores
from tests.fact_builders import dispute_fact, failed_attempt, payment_fact, refund_fact
from tests.when import AT, after

LEASE = timedelta(seconds=60)


async def a_paid_order(stores: Stores) -> Order:
    """An order with an entry that notifies the shopper and not the operator."""
    return await stores.orders.save(paid(await stores.orders.add(checkout())))


async def the_claim(stores: Stores, seconds: float = 0) -> PendingNotifications:
    claims = await stores.outbox.claim(after(seconds), LEASE, 10)
    assert len(claims) == 1
    return claims[0]


class OutboxSuite:
    async def test_what_calls_for_no_mail_is_not_due(self, stores: Stores) -> None:
        added = await stores.orders.add(checkout())
        await stores.orders.save(
            with_facts(added, payment_fact(added, failure=failed_attempt(), state=added.intent.state))
        )
        assert await stores.outbox.claim(after(days=1), LEASE, 10) == []

    async def test_a_payment_is_due_for_the_shopper_with_all_that_happened_before(self, stores: Stores) -> None:
        order = await a_paid_order(stores)
        claim = await the_claim(stores)
        assert claim.audience is Audience.SHOPPER
        assert claim.order == order
        assert [entry.seq for entry in claim.entries] == [1, 2, 3]
        assert claim.entries[-1].type is EntryType.PAYMENT_SUCCEEDED
        assert claim.attempts == 0
        assert claim.claimed_until == AT + LEASE

    async def test_a_dispute_is_due_for_the_operator_beside_the_shoppers_mail(self, stores: Stores) -> None:
        order = await a_paid_order(stores)
        await stores.orders.save(with_facts(order, dispute_fact(order)))
        claims = await stores.outbox.claim(AT, LEASE, 10)
        assert {claim.audience for claim in claims} == set(Audience)
        assert len(claims) == 2

    async def test_a_claim_keeps_others_away_until_its_lease_lapses(self, stores: Stores) -> None:
        await a_paid_order(stores)
        await the_claim(stores)
        assert await stores.outbox.claim(after(59), LEASE, 10) == []
        assert len(await stores.outbox.claim(after(60), LEASE, 10)) == 1

    async def test_concurrent_workers_never_hold_the_same(self, stores: Stores) -> None:
        orders = [await a_paid_order(stores) for _ in range(6)]
        # Their clocks differ, as clocks do; the same moment would hide that two hold the same.
        moments = [after(number / 1000) for number in range(5)]
        granted = await asyncio.gather(*(stores.outbox.claim(moment, LEASE, 4) for moment in moments))
        claimed = [claim.order.id for claims in granted for claim in claims]
        assert len(claimed) == len(set(claimed))
        rest = await stores.outbox.claim(AT, LEASE, 10)
        assert {*claimed, *(claim.order.id for claim in rest)} == {order.id for order in orders}

    async def test_no_more_is_claimed_than_was_asked_for(self, stores: Stores) -> None:
        for _ in range(4):
            await a_paid_order(stores)
        assert len(await stores.outbox.claim(AT, LEASE, 3)) == 3
        assert len(await stores.outbox.claim(AT, LEASE, 3)) == 1

    async def test_past_the_last_entry_nothing_is_due(self, stores: Stores) -> None:
        await a_paid_order(stores)
        claim = await the_claim(stores)
        assert await stores.outbox.advance(claim, 3, after(1))
        assert await stores.outbox.claim(after(days=1), LEASE, 10) == []

    async def test_entries_can_be_reported_one_by_one_under_one_claim(self, stores: Stores) -> None:
        await a_paid_order(stores)
        claim = await the_claim(stores)
        for seq in (1, 2, 3):
            assert await stores.outbox.advance(claim, seq, after(1))
        assert await stores.outbox.claim(after(days=1), LEASE, 10) == []

    async def test_what_was_reported_is_not_reported_again_after_a_crash(self, stores: Stores) -> None:
        order = await a_paid_order(stores)
        claim = await the_claim(stores)
        assert await stores.outbox.advance(claim, 2, after(1))
        again = await the_claim(stores, 61)
        assert [entry.seq for entry in again.entries] == [3]
        assert again.order == order

    async def test_an_entry_is_reported_once_even_if_its_teller_says_so_twice(self, stores: Stores) -> None:
        await a_paid_order(stores)
        claim = await the_claim(stores)
        assert await stores.outbox.advance(claim, 3, after(1))
        assert not await stores.outbox.advance(claim, 3, after(1))

    async def test_a_lapsed_claim_moves_nothing_once_another_holds_it(self, stores: Stores) -> None:
        await a_paid_order(stores)
        lapsed = await the_claim(stores)
        current = await the_claim(stores, 61)
        assert not await stores.outbox.advance(lapsed, 3, after(62))
        await stores.outbox.put_off(lapsed, after(9999), "the mail server is down")
        assert await stores.outbox.advance(current, 3, after(63))
        assert await stores.outbox.claim(after(days=1), LEASE, 10) == []

    async def test_what_is_saved_during_a_relay_is_reported_afterwards(self, stores: Stores) -> None:
        order = await a_paid_order(stores)
        claim = await the_claim(stores)
        await stores.orders.save(with_facts(order, refund_fact(order, 1)))
        assert await stores.outbox.advance(claim, 3, after(1))
        # At once, and not only when the claim would have lapsed: a refund's mail would come half a minute late.
        later = await the_claim(stores, 2)
        assert [entry.type for entry in later.entries] == [EntryType.REFUND_SUCCEEDED]

    async def test_a_save_takes_no_claim_away_and_gives_none(self, stores: Stores) -> None:
        order = await a_paid_order(stores)
        await the_claim(stores)
        await stores.orders.save(with_facts(order, refund_fact(order, 1)))
        assert await stores.outbox.claim(after(59), LEASE, 10) == []

    async def test_a_relay_makes_no_save_stale(self, stores: Stores) -> None:
        order = await a_paid_order(stores)
        claim = await the_claim(stores)
        await stores.outbox.advance(claim, 3, after(1))
        saved = await stores.orders.save(with_facts(order, refund_fact(order, 1)))
        assert saved.version == order.version + 1

    async def test_no_entry_stays_pending_when_a_save_and_the_relay_run_at_once(self, stores: Stores) -> None:
        order = await a_paid_order(stores)
        heard: list[int] = []
        for number in range(5):
            claim = await the_claim(stores, number * 1000)
            heard += [entry.seq for entry in claim.entries]
            _, order = await asyncio.gather(
                stores.outbox.advance(claim, claim.entries[-1].seq, after(number * 1000)),
                stores.orders.save(with_facts(order, refund_fact(order, 1))),
            )
        last = await the_claim(stores, 9000)
        assert heard + [entry.seq for entry in last.entries] == list(range(1, order.head.seq + 1))

    async def test_what_could_not_be_sent_waits_and_counts(self, stores: Stores) -> None:
        await a_paid_order(stores)
        await stores.outbox.put_off(await the_claim(stores), after(300), "the mail server is down")
        assert await stores.outbox.claim(after(299), LEASE, 10) == []
        again = await the_claim(stores, 300)
        assert again.attempts == 1
        await stores.outbox.put_off(again, after(900), "the mail server is down")
        assert (await the_claim(stores, 900)).attempts == 2

    async def test_an_entry_reported_at_last_forgets_the_failures_before_it(self, stores: Stores) -> None:
        await a_paid_order(stores)
        await stores.outbox.put_off(await the_claim(stores), after(300), "the mail server is down")
        assert await stores.outbox.advance(await the_claim(stores, 300), 2, after(301))
        assert (await the_claim(stores, 361)).attempts == 0

    async def test_an_unsendable_entry_holds_nothing_up(self, stores: Stores) -> None:
        order = await a_paid_order(stores)
        claim = await the_claim(stores)
        assert await stores.outbox.skip(claim, 3, "no such mailbox", after(1))
        assert not await stores.outbox.skip(claim, 3, "no such mailbox", after(1))
        await stores.orders.save(with_facts(order, refund_fact(order, 1)))
        assert [entry.seq for entry in (await the_claim(stores, 2)).entries] == [4]

    async def test_one_audience_waits_for_no_other(self, stores: Stores) -> None:
        order = await a_paid_order(stores)
        await stores.orders.save(with_facts(order, dispute_fact(order)))
        claims = {claim.audience: claim for claim in await stores.outbox.claim(AT, LEASE, 10)}
        await stores.outbox.put_off(claims[Audience.SHOPPER], after(days=1), "no such domain")
        assert await stores.outbox.advance(claims[Audience.OPERATOR], 4, after(1))
        assert await stores.outbox.claim(after(hours=23), LEASE, 10) == []
        assert (await the_claim(stores, 86400)).audience is Audience.SHOPPER
