"""What only MongoDB promises: its schema, what it keeps and for how long, and how often it is asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest

from adapters.in_memory.shop.receivers import Receivers
from adapters.in_memory.system.clock import VirtualClock
from adapters.in_memory.system.fault_reports import RecordedFaults
from adapters.mongodb.driver.connection import Database
from adapters.mongodb.driver.failures import WrittenByNewer
from adapters.mongodb.stores.catalog import MongoCatalog, MongoCatalogImport
from application.notifications.deliver_events import DeliverEvents, DeliverEventsCommand
from application.ports.storage.inbox import EventStatus
from domain.catalog.product import Product
from domain.customers.user import User
from domain.errors.pricing import UnknownCurrency
from domain.identifiers.types import CustomerId, UserId
from tests.builders import asked, checkout, inbox_entry, paid, product, user, with_facts
from tests.contracts.stores.mongodb import mongo_stores
from tests.contracts.stores.stores import ENDPOINTS
from tests.fact_builders import warning_fact
from tests.mongodb_commands import CountedCommands
from tests.when import AT, after

LEASE = timedelta(seconds=60)


class TestDocuments:
    async def test_an_order_has_the_fields_that_the_schema_promises(self, database: Database) -> None:
        order = await mongo_stores(database).orders.add(paid())
        document = await database["orders"].find_one({"_id": order.id})
        assert document is not None
        assert document["user"] == order.user_id
        assert document["orderNumber"].startswith("T-")
        assert document["items"] == [
            {"sku": "tea-green", "name": "Grüner Tee", "unitPrice": 1299, "quantity": 1, "total": 1299}
        ]
        assert document["total"] == 1299
        assert document["status"] == "confirmed"
        assert document["shippingAddress"]["postalCode"] == "95113"
        payment = document["payment"]
        assert payment["paymentIntentId"] == order.intent.id
        assert (payment["method"], payment["status"], payment["amount"]) == ("card", "succeeded", 1299)
        assert payment["refunds"] == []
        assert set(payment["paidWith"]) == {"id", "type", "brand", "last4", "expMonth", "expYear"}

    async def test_a_user_has_the_fields_that_the_schema_promises(self, database: Database) -> None:
        stores = mongo_stores(database)
        shopper = await stores.users.add(user())
        await stores.users.record_customer(shopper.id, 0, CustomerId("cus_1"))
        document = await database["users"].find_one({"_id": shopper.id})
        assert document == {
            "_id": shopper.id,
            "email": shopper.email,
            "firstName": shopper.first_name,
            "lastName": shopper.last_name,
            "stripeCustomerId": "cus_1",
            "generation": 0,
            "declines": [],
        }

    async def test_a_user_that_another_program_wrote_can_buy(self, database: Database) -> None:
        stores = mongo_stores(database)
        await database["users"].insert_one({"_id": "older", "email": "older@example.com", "plan": "gold"})
        recorded = await stores.users.record_customer(UserId("older"), 0, CustomerId("cus_1"))
        assert recorded == User(id=UserId("older"), email="older@example.com", customer_id=CustomerId("cus_1"))
        forgotten = await stores.users.forget_customer(UserId("older"), CustomerId("cus_1"))
        assert forgotten.generation == 1

    async def test_what_a_newer_till_wrote_is_read_but_never_written(self, database: Database) -> None:
        stores = mongo_stores(database)
        order = await stores.orders.add(asked())
        order = await stores.orders.save(with_facts(order, warning_fact(order)))
        await database["orders"].update_one({"_id": order.id}, {"$set": {"schemaVersion": 3, "novelty": True}})
        read = await stores.orders.get(order.id)
        assert read == order
        with pytest.raises(WrittenByNewer, match="newer"):
            await stores.orders.save(paid(order))
        assert await stores.due_orders.claim(after(days=9), LEASE, 10) == []
        assert await stores.outbox.claim(after(days=9), LEASE, 10) == []

    async def test_a_save_leaves_the_relays_cursors_alone(self, database: Database) -> None:
        stores = mongo_stores(database)
        order = await stores.orders.save(paid(await stores.orders.add(checkout())))
        (claim,) = await stores.outbox.claim(AT, LEASE, 10)
        await stores.outbox.skip(claim, 3, "no such mailbox", after(1))
        before = await database["orders"].find_one({"_id": order.id}, {"outbox": 1})
        await stores.orders.save(with_facts(order, warning_fact(order)))
        now = await database["orders"].find_one({"_id": order.id}, {"outbox": 1})
        assert before is not None
        assert now is not None
        assert now["outbox"]["shopper"] == before["outbox"]["shopper"]
        assert now["outbox"]["operator"] == before["outbox"]["operator"] | {"due": True}

    @pytest.mark.parametrize(
        ("status", "days"), [(EventStatus.APPLIED, 90), (EventStatus.IGNORED, 90), (EventStatus.DEAD, 400)]
    )
    async def test_settled_events_are_kept_for_their_time(
        self, database: Database, status: EventStatus, days: int
    ) -> None:
        stores = mongo_stores(database)
        entry = inbox_entry()
        await stores.inbox.receive(entry)
        await stores.inbox.settle(entry.event.id, status, reason=None, order_id=None, at=after(5))
        document = await database["webhook_events"].find_one({"_id": entry.event.id})
        assert document is not None
        assert document["expiresAt"] == after(5, days=days)

    async def test_a_due_event_never_expires_however_it_came_to_be_due(self, database: Database) -> None:
        stores = mongo_stores(database)
        fresh, revived = inbox_entry(), inbox_entry(status=EventStatus.DEAD, settled_at=AT)
        for entry in (fresh, revived):
            await stores.inbox.receive(entry)
        await stores.inbox_search.revive(revived.event, after(1))
        documents = await database["webhook_events"].find({}).to_list(None)
        assert [document["expiresAt"] for document in documents] == [None, None]

    async def test_a_price_in_no_currency_is_never_stored(self, database: Database) -> None:
        with pytest.raises(UnknownCurrency):
            await MongoCatalogImport(database).put(product(prices={"$inc": 1}))


class TestRoundTrips:
    async def test_a_known_customers_checkout_takes_three(
        self, counted_database: Database, counted: CountedCommands
    ) -> None:
        stores = mongo_stores(counted_database)
        shopper = await stores.users.add(user())
        counted.forget()
        await stores.users.add(shopper)
        order = await stores.orders.add(checkout(user_id=shopper.id))
        await stores.orders.save(asked(order))
        assert counted.sent == ["find", "update", "update"]

    async def test_a_webhook_takes_four(self, counted_database: Database, counted: CountedCommands) -> None:
        stores = mongo_stores(counted_database)
        added = await stores.orders.add(asked())
        counted.forget()
        entry = inbox_entry()
        await stores.inbox.receive(entry)
        assert added.intent.id is not None
        order = await stores.orders.by_intent(added.intent.id)
        assert order is not None
        await stores.orders.save(paid(order))
        await stores.inbox.settle(entry.event.id, EventStatus.APPLIED, reason=None, order_id=order.id, at=AT)
        assert counted.sent == ["insert", "find", "update", "update"]

    async def test_the_catalog_is_read_once_for_many_quotes(
        self, counted_database: Database, counted: CountedCommands
    ) -> None:
        catalog = MongoCatalog(counted_database)
        await MongoCatalogImport(counted_database).put(product())
        counted.forget()
        quotes: list[list[Product]] = [list(await catalog.products()) for _ in range(9)]
        assert len(counted) == 1
        assert all(one == other == [product()] for one, other in pairwise(quotes))

    async def test_every_write_asks_for_a_majority_and_the_journal(
        self, counted_database: Database, counted: CountedCommands
    ) -> None:
        stores = mongo_stores(counted_database)
        order = await stores.orders.add(checkout())
        await stores.orders.save(asked(order))
        await stores.users.add(user())
        await stores.inbox.receive(replace(inbox_entry(), not_before=AT))
        writes = [command for command in counted.commands if not {"find", "aggregate"} & set(command)]
        assert len(writes) == 4
        assert all(command["writeConcern"] == {"w": "majority", "j": True, "wtimeout": 3_500} for command in writes)


class TestDeliveredEvents:
    async def test_an_event_takes_one_read_and_one_write(
        self, counted_database: Database, counted: CountedCommands
    ) -> None:
        stores = mongo_stores(counted_database)
        await stores.orders.add(paid())
        deliver = DeliverEvents(
            outbox=stores.shop_outbox,
            webhooks=Receivers(),
            alerts=stores.alerts,
            fault_reports=RecordedFaults(),
            clock=VirtualClock(AT),
        )
        counted.forget()
        (pending,) = await stores.shop_outbox.pending(ENDPOINTS[0].id, AT, 10)
        command = DeliverEventsCommand(endpoint=ENDPOINTS[0], pending=pending, leased_until=after(60))
        assert await deliver(command) == 1
        assert counted.sent == ["find", "update"]
