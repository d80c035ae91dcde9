"""The moment by which waiting orders are found: never later than what an order waits for, whoever wrote it last."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

import pytest
from pymongo import UpdateOne

from adapters.mongodb.documents.order import FOR_EVER
from adapters.mongodb.driver.connection import Database, Document
from adapters.mongodb.schema.migrate import migrate
from adapters.mongodb.stores.due_orders import TIDIED_EVERY, MongoDueOrders
from adapters.mongodb.stores.waiting_orders import PARKED, WaitingOrders
from application.ports.storage.deliveries import DeliveryId
from application.ports.storage.failures import StaleOrder
from application.ports.storage.shop_outbox import DeliveryOutcome
from domain.orders.order import Order
from tests.builders import checkout, paid, with_facts
from tests.contracts.stores.mongodb import mongo_stores
from tests.contracts.stores.shop_outbox_suite import SHOP, STOCK, a_paid_order, delivered, given_up, the_pending
from tests.contracts.stores.stores import ENDPOINTS, Stores
from tests.fact_builders import dispute_fact, refund_fact
from tests.mongodb_commands import CountedCommands
from tests.when import AT, after

LEASE = timedelta(seconds=60)
ENDPOINT_IDS = [endpoint.id for endpoint in ENDPOINTS]


@pytest.fixture
def stores(database: Database) -> Stores:
    return mongo_stores(database)


async def attention_of(database: Database, order: Order) -> Document:
    (document,) = await database["orders"].find({"_id": order.id}).to_list(1)
    attention: Document = document["attention"]
    return attention


async def saved_by_an_earlier_version(database: Database, order: Order) -> None:
    """As it saved a payment: `attention` replaced as a whole, the shopper to be notified."""
    attention = {"due": False, "at": None, "tries": 0}
    changed = {"attention": attention, "outbox.shopper.due": True}
    await database["orders"].update_one({"_id": order.id}, {"$set": changed, "$inc": {"version": 1}})


async def test_an_order_that_an_earlier_version_saved_is_found_for_all_it_waits_for(
    database: Database, stores: Stores
) -> None:
    order = await stores.orders.add(checkout())
    await saved_by_an_earlier_version(database, order)
    assert await stores.outbox.claim(after(1), LEASE, 10) == []
    await stores.due_orders.claim(after(1), LEASE, 10)
    (claim,) = await stores.outbox.claim(after(1), LEASE, 10)
    assert claim.order.id == order.id
    found = await stores.order_search.page(user_id=None, status=order.status, limit=5, cursor=None)
    assert [each.id for each in found.orders] == [order.id]


async def test_a_save_of_an_order_that_an_earlier_version_saved_loses_nothing_it_waits_for(
    database: Database, stores: Stores
) -> None:
    order = await stores.orders.add(checkout())
    await saved_by_an_earlier_version(database, order)
    again = await stores.orders.get(order.id)
    assert again is not None
    known = paid(again)
    await stores.orders.save(with_facts(known, dispute_fact(known)))
    claims = await stores.outbox.claim(after(1), LEASE, 10)
    assert {claim.audience for claim in claims} == {"shopper", "operator"}


async def test_what_an_earlier_version_left_is_looked_for_only_now_and_then(
    counted_database: Database, counted: CountedCommands
) -> None:
    due_orders = mongo_stores(counted_database).due_orders
    await due_orders.claim(AT, LEASE, 10)
    assert counted.sent == ["find"] * 4
    await due_orders.claim(AT + TIDIED_EVERY / 2, LEASE, 10)
    assert len(counted) == 5
    await due_orders.claim(AT + TIDIED_EVERY, LEASE, 10)
    assert len(counted) == 9


async def test_all_orders_of_an_earlier_version_are_found_after_migrate(database: Database, stores: Stores) -> None:
    orders = [await a_paid_order(stores) for _ in range(230)]
    bare = {"attention": {"due": False, "at": None, "tries": 0}}
    await database["orders"].bulk_write([UpdateOne({"_id": order.id}, {"$set": bare}) for order in orders])
    # One of them is no order any more, which keeps none of the others from being found.
    await database["orders"].update_one({"_id": orders[100].id}, {"$set": {"payment": {"state": 7}}})
    await migrate(database, ENDPOINT_IDS)
    left = await database["orders"].find({"attention.labels": None}, {"_id": 1}).to_list(None)
    assert [document["_id"] for document in left] == [orders[100].id]
    attention = await attention_of(database, orders[0])
    assert (attention["notify"], attention["wakeAt"] < AT) == (True, True)
    assert len(await stores.shop_outbox.pending(SHOP, AT, 500)) == 229


async def test_orders_for_an_endpoint_that_is_not_configured_are_out_of_the_way_until_it_is(
    database: Database, stores: Stores
) -> None:
    order = await a_paid_order(stores)
    (claim,) = await stores.outbox.claim(AT, LEASE, 10)
    await stores.outbox.advance(claim, 3, AT)
    without = MongoDueOrders(database, Random(7).shuffle)
    await without.claim(after(1), LEASE, 10)
    attention = await attention_of(database, order)
    assert (attention["wakeAt"], attention["notify"]) == (PARKED, False)
    assert await stores.shop_outbox.pending(SHOP, after(2), 10) == []
    await stores.due_orders.claim(after(2), LEASE, 10)
    assert (await the_pending(stores, SHOP, 2)).order.id == order.id


async def test_an_order_that_woke_for_nothing_sleeps_again(database: Database, stores: Stores) -> None:
    order = await stores.orders.add(checkout())
    nothing = {"attention.due": False, "attention.at": None}
    await database["orders"].update_one({"_id": order.id}, {"$set": nothing})
    await WaitingOrders(database).tidy(after(days=30))
    assert (await attention_of(database, order))["wakeAt"] == FOR_EVER


async def test_an_event_that_is_set_aside_amid_a_save_is_found_and_the_save_done_again(
    stores: Stores, database: Database
) -> None:
    order = await a_paid_order(stores)
    assert await stores.shop_outbox.settle(await the_pending(stores), 3, given_up(3))
    with pytest.raises(StaleOrder):
        await stores.orders.save(with_facts(order, refund_fact(order, 1)))
    again = await stores.orders.get(order.id)
    assert again is not None
    await stores.orders.save(with_facts(again, refund_fact(again, 1)))
    assert "set_aside" in (await attention_of(database, order))["labels"]
    assert await stores.deliveries.resend(DeliveryId(order_id=order.id, endpoint_id=SHOP, seq=3), after(9))
    assert "set_aside" not in (await attention_of(database, order))["labels"]


@pytest.mark.parametrize("seed", range(4))
async def test_no_order_ever_wakes_later_than_it_should(database: Database, stores: Stores, seed: int) -> None:
    """Whatever is done in whatever order; and once tidied, each wakes exactly when it should."""
    drawn = Random(seed)
    shuffled = [await stores.orders.add(checkout()) for _ in range(3)]
    for step in range(40):
        now = after(step * 20)
        try:
            await _something(stores, drawn, drawn.choice(shuffled), now)
        except StaleOrder:
            continue
        for document in await database["orders"].find({}).to_list(None):
            assert document["attention"]["wakeAt"] <= _earliest(document)
            assert document["attention"]["notify"] or not _is_anybody_notified(document)
    await WaitingOrders(database, ENDPOINT_IDS).tidy(now)
    for document in await database["orders"].find({}).to_list(None):
        # What is due by now was not touched: it is still to be worked on.
        if _earliest(document) > now:
            assert document["attention"]["wakeAt"] > now


async def _something(stores: Stores, drawn: Random, order: Order, now: datetime) -> None:
    done = drawn.choice(
        [_something_happens, _the_worker_looks, _mail_is_sent, _the_shop_is_notified, _it_is_asked_again]
    )
    await done(stores, drawn, order, now)


async def _something_happens(stores: Stores, drawn: Random, order: Order, now: datetime) -> None:
    stored = await stores.orders.get(order.id)
    assert stored is not None
    if stored.intent.is_paid:
        changed = with_facts(stored, drawn.choice([refund_fact(stored, 1), dispute_fact(stored)]), at=now)
    else:
        changed = paid(stored, at=now)
    await stores.orders.save(changed)


async def _the_worker_looks(stores: Stores, _drawn: Random, _order: Order, now: datetime) -> None:
    await stores.due_orders.claim(now, LEASE, 1)


async def _mail_is_sent(stores: Stores, drawn: Random, _order: Order, now: datetime) -> None:
    for claim in await stores.outbox.claim(now, LEASE, 1):
        last = claim.entries[-1].seq
        match drawn.randrange(3):
            case 0:
                await stores.outbox.advance(claim, last, now)
            case 1:
                await stores.outbox.put_off(claim, now + LEASE, "$down")
            case _:
                await stores.outbox.skip(claim, last, "$refused", now)


async def _the_shop_is_notified(stores: Stores, drawn: Random, _order: Order, now: datetime) -> None:
    for pending in await stores.shop_outbox.pending(drawn.choice([SHOP, STOCK]), now, 1):
        last = (*pending.again, *pending.entries)[-1]
        if drawn.randrange(3) == 0:
            until = now + LEASE
            await stores.shop_outbox.put_off(pending, last.seq, until=until, failing_since=now, reason="$500")
        elif pending.entries:
            outcome = DeliveryOutcome(seq=last.seq, at=now, attempts=1, reason=drawn.choice([None, "$gone"]))
            await stores.shop_outbox.settle(pending, last.seq, outcome)
        else:
            await stores.shop_outbox.settle_again(pending, delivered(last.seq))


async def _it_is_asked_again(stores: Stores, _drawn: Random, order: Order, now: datetime) -> None:
    for delivery in await stores.deliveries.of_order(order.id):
        await stores.deliveries.resend(delivery.id, now)


def _earliest(document: Document) -> datetime:
    attention, outbox = document["attention"], document["outbox"]
    cursors = [outbox["shopper"], outbox["operator"], *outbox.get("shop", {}).values()]
    moments = [cursor["notBefore"] for cursor in cursors if cursor["due"]]
    if attention["due"]:
        moments.append(attention["at"])
    # A cursor that is made with the order was due at once, which is to say: from when the order was made.
    return max(AT, min(moments, default=FOR_EVER))


def _is_anybody_notified(document: Document) -> bool:
    outbox = document["outbox"]
    return any(each["due"] for each in (outbox["shopper"], outbox["operator"], *outbox.get("shop", {}).values()))
