"""What the port `Orders` promises."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from application.ports.storage.failures import DuplicateOrder, StaleOrder
from domain.identifiers.derivation import order_id_from
from domain.identifiers.types import ChargeId, PaymentIntentId, RequestScope
from domain.orders.history import EntryType, first_broken, is_state_changed
from domain.orders.order import Order
from tests.builders import AUDIT_SECRET, asked, by, checkout, line, paid, with_facts, with_refund_reserved
from tests.contracts.stores.stores import Stores
from tests.fact_builders import dispute_fact, refund_fact, review_fact, warning_fact
from tests.when import after


def eventful(order: Order) -> Order:
    """The order paid, and everything that can happen to a paid one."""
    order = with_refund_reserved(paid(order), 1, note="scratched")
    return with_facts(
        order,
        refund_fact(order, 1, refund_id=order.refunds[0].id),
        refund_fact(order, 833),
        warning_fact(order),
        review_fact(order),
        dispute_fact(order),
    )


class OrdersSuite:
    @pytest.mark.parametrize("currency", ["usd", "jpy", "kwd", "eur", "isk"])
    async def test_an_order_is_read_back_as_it_was_added(self, stores: Stores, currency: str) -> None:
        order = checkout(currency=currency, lines=(line(unit_price=1200), line("pot", 9900, 2)), shipping=500)
        added = await stores.orders.add(order)
        assert added == replace(order, version=1, head=added.head, changes=())
        assert await stores.orders.get(order.id) == added

    async def test_an_order_is_read_back_with_all_that_happened_to_it(self, stores: Stores) -> None:
        happened = eventful(await stores.orders.add(checkout()))
        saved = await stores.orders.save(happened)
        assert saved == replace(happened, version=2, head=saved.head, changes=())
        assert await stores.orders.get(saved.id) == saved

    async def test_an_order_is_found_by_its_intent(self, stores: Stores) -> None:
        added = await stores.orders.add(asked())
        await stores.orders.add(asked())
        assert added.intent.id is not None
        assert await stores.orders.by_intent(added.intent.id) == added

    async def test_an_order_is_found_by_the_charge_that_paid_it(self, stores: Stores) -> None:
        added = await stores.orders.add(paid())
        await stores.orders.add(paid())
        assert added.intent.charge_id is not None
        assert await stores.orders.by_charge(added.intent.charge_id) == added
        assert await stores.orders.by_charge(ChargeId("ch_never")) is None

    async def test_nothing_is_found_where_nothing_is(self, stores: Stores) -> None:
        await stores.orders.add(checkout())
        assert await stores.orders.get(order_id_from(RequestScope("never"))) is None
        assert await stores.orders.by_intent(PaymentIntentId("pi_never")) is None

    async def test_a_second_order_of_the_same_id_is_refused_and_changes_nothing(self, stores: Stores) -> None:
        first = await stores.orders.add(checkout())
        with pytest.raises(DuplicateOrder):
            await stores.orders.add(checkout(order_id=first.id))
        assert await stores.orders.get(first.id) == first

    async def test_of_concurrent_adds_of_one_id_exactly_one_wins(self, stores: Stores) -> None:
        order = checkout()
        results = await asyncio.gather(*(stores.orders.add(order) for _ in range(5)), return_exceptions=True)
        assert sum(isinstance(result, Order) for result in results) == 1
        assert sum(isinstance(result, DuplicateOrder) for result in results) == 4

    async def test_each_save_moves_the_version_and_the_head(self, stores: Stores) -> None:
        added = await stores.orders.add(checkout())
        saved = await stores.orders.save(paid(added))
        assert (added.version, saved.version) == (1, 2)
        assert (added.head.seq, saved.head.seq) == (1, 3)
        assert saved.changes == ()
        assert (await stores.orders.save(with_facts(saved, dispute_fact(saved)))).version == 3

    async def test_a_stale_save_is_refused_and_writes_nothing(self, stores: Stores) -> None:
        added = await stores.orders.add(checkout())
        saved = await stores.orders.save(paid(added))
        with pytest.raises(StaleOrder):
            await stores.orders.save(asked(added))
        assert await stores.orders.get(added.id) == saved
        entries = await stores.histories.entries(added.id)
        assert entries is not None
        assert len(entries) == 3

    async def test_an_order_that_was_never_added_cannot_be_saved(self, stores: Stores) -> None:
        with pytest.raises(StaleOrder):
            await stores.orders.save(replace(checkout(), version=1))

    async def test_of_concurrent_saves_exactly_one_wins(self, stores: Stores) -> None:
        added = await stores.orders.add(paid())
        contenders = [with_facts(added, dispute_fact(added, dispute_id=f"du_{number}")) for number in range(8)]
        results = await asyncio.gather(*map(stores.orders.save, contenders), return_exceptions=True)
        won = [result for result in results if isinstance(result, Order)]
        assert len(won) == 1
        assert sum(isinstance(result, StaleOrder) for result in results) == 7
        assert await stores.orders.get(added.id) == won[0]

    async def test_writers_who_read_again_all_get_their_turn(self, stores: Stores) -> None:
        added = await stores.orders.add(paid())

        async def dispute(number: int) -> None:
            while True:
                order = await stores.orders.get(added.id)
                assert order is not None
                try:
                    await stores.orders.save(with_facts(order, dispute_fact(order, dispute_id=f"du_{number}")))
                except StaleOrder:
                    continue
                return

        await asyncio.gather(*map(dispute, range(6)))
        order = await stores.orders.get(added.id)
        assert order is not None
        assert {dispute.id for dispute in order.disputes} == {f"du_{number}" for number in range(6)}
        entries = await stores.histories.entries(added.id)
        assert entries is not None
        assert first_broken(order.id, entries, order.head, AUDIT_SECRET) is None
        assert sum(entry.type is EntryType.DISPUTE_OPENED for entry in entries) == 6

    async def test_a_save_without_a_change_records_none(self, stores: Stores) -> None:
        added = await stores.orders.add(checkout())
        saved = await stores.orders.save(replace(added, expires_at=after(99)))
        assert saved.head == added.head
        assert await stores.orders.get(added.id) == saved

    async def test_text_that_means_something_to_a_database_is_only_text(self, stores: Stores) -> None:
        order = checkout(lines=(line(name="$where"), line('{"$gt":""}', name="a.b")))
        strange = replace(order, shipping_address=replace(order.shipping_address, name="$set", city="{$ne: null}"))
        added = await stores.orders.add(asked(strange))
        assert await stores.orders.get(added.id) == added
        saved = await stores.orders.save(with_facts(added, warning_fact(added, "$issfr.1")))
        assert await stores.orders.get(added.id) == saved


class HistoriesSuite:
    async def test_a_history_is_whole_and_in_order(self, stores: Stores) -> None:
        added = await stores.orders.add(checkout())
        saved = await stores.orders.save(paid(added))
        saved = await stores.orders.save(with_facts(saved, dispute_fact(saved), at=after(7)))
        entries = await stores.histories.entries(added.id)
        assert entries is not None
        assert [entry.seq for entry in entries] == [1, 2, 3, 4]
        assert [entry.type for entry in entries] == [
            EntryType.CHECKOUT_STARTED,
            EntryType.PAYMENT_INTENT_CREATED,
            EntryType.PAYMENT_SUCCEEDED,
            EntryType.DISPUTE_OPENED,
        ]
        assert entries[2].data["amount"] == 1299
        assert (entries[3].at, entries[3].actor, entries[3].cause) == (after(7), "stripe", "event:evt_test")
        assert first_broken(added.id, entries, saved.head, AUDIT_SECRET) is None
        assert first_broken(added.id, entries[:-1], saved.head, AUDIT_SECRET) == 4
        assert first_broken(added.id, entries, saved.head, b"another secret") == 1

    async def test_an_order_that_is_not_there_has_no_history(self, stores: Stores) -> None:
        assert await stores.histories.entries(order_id_from(RequestScope("never"))) is None

    async def test_all_histories_are_reported_with_their_heads(self, stores: Stores) -> None:
        added = [await stores.orders.add(checkout()) for _ in range(3)]
        longer = await stores.orders.save(paid(added[1]))
        chains = {chain.order_id: chain async for chain in stores.histories.all()}
        assert set(chains) == {order.id for order in added}
        assert chains[longer.id].head == longer.head
        assert [len(chain.entries) for chain in chains.values()].count(3) == 1
        for order_id, chain in chains.items():
            assert first_broken(order_id, chain.entries, chain.head, AUDIT_SECRET) is None
            assert not is_state_changed(chain.entries, chain.state)

    async def test_who_did_what_is_kept(self, stores: Stores) -> None:
        order = asked(checkout())
        added = await stores.orders.add(order.recording(EntryType.HOLD_RELEASED, by("admin:boss", "request:r-1")))
        entries = await stores.histories.entries(added.id)
        assert entries is not None
        assert (entries[-1].actor, entries[-1].cause) == ("admin:boss", "request:r-1")
        assert dict(entries[-1].data) == added.figures.recorded()
