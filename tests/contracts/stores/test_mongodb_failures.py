"""What callers see when MongoDB answers late or never."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from adapters.mongodb.driver.connection import Client, connect, disconnect, open_database
from adapters.mongodb.driver.failures import ANSWER_WITHIN, AlreadyStored, answered
from adapters.mongodb.schema.migrate import migrate
from adapters.mongodb.stores.inbox import MongoInbox
from adapters.mongodb.stores.orders import MongoOrders
from application.ports.storage.failures import DuplicateOrder, StoreUnavailable
from domain.orders.history import first_broken
from tests.builders import AUDIT_SECRET, checkout, inbox_entry, paid
from tests.contracts.stores.mongodb import mongo_stores
from tests.mongodb_proxy import LossyProxy, lossy_proxy


@pytest_asyncio.fixture
async def proxy(mongodb_uri: str) -> AsyncIterator[LossyProxy]:
    async with lossy_proxy(mongodb_uri) as opened:
        yield opened


@pytest_asyncio.fixture
async def client(proxy: LossyProxy) -> AsyncIterator[Client]:
    opened = connect(proxy.uri, timeout=1.0)
    yield opened
    # In a thread of its own: the proxy must go on serving meanwhile.
    await disconnect(opened)


async def test_a_save_whose_answer_was_lost_on_the_way_is_done_once(
    proxy: LossyProxy, client: Client, mongodb_database: str
) -> None:
    stores = mongo_stores(open_database(client, mongodb_database))
    added = await stores.orders.add(checkout())
    proxy.cut_answer_to = b"update"
    saved = await stores.orders.save(paid(added))
    assert proxy.cuts == 1
    assert await stores.orders.get(added.id) == saved
    entries = await stores.histories.entries(added.id)
    assert entries is not None
    assert first_broken(added.id, entries, saved.head, AUDIT_SECRET) is None


async def test_an_added_order_and_a_received_event_survive_a_lost_answer_too(
    proxy: LossyProxy, client: Client, mongodb_database: str
) -> None:
    stores = mongo_stores(open_database(client, mongodb_database))
    await stores.marks.get("connected")
    proxy.cut_answer_to = b"update"
    added = await stores.orders.add(checkout())
    proxy.cut_answer_to = b"insert"
    assert await stores.inbox.receive(inbox_entry()) is None
    assert proxy.cuts == 2
    assert await stores.orders.get(added.id) == added


async def test_orders_that_were_written_together_are_written_once_when_the_answer_is_lost(
    proxy: LossyProxy, client: Client, mongodb_database: str
) -> None:
    stores = mongo_stores(open_database(client, mongodb_database))
    added = await asyncio.gather(*(stores.orders.add(checkout()) for _ in range(6)))
    proxy.cut_answer_to = b"update"
    saved = await asyncio.gather(*(stores.orders.save(paid(order)) for order in added))
    assert proxy.cuts == 1
    for order in saved:
        assert await stores.orders.get(order.id) == order
        entries = await stores.histories.entries(order.id)
        assert entries is not None
        assert first_broken(order.id, entries, order.head, AUDIT_SECRET) is None


async def test_orders_whose_command_is_never_answered_may_be_asked_for_again(
    proxy: LossyProxy, client: Client, mongodb_database: str
) -> None:
    """The first was written, for it was on its way; of the others nobody knows before they are asked for again."""
    stores = mongo_stores(open_database(client, mongodb_database))
    new = [checkout() for _ in range(6)]
    await stores.marks.get("connected")
    proxy.mute = True
    outcomes = await asyncio.gather(*map(stores.orders.add, new), return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [StoreUnavailable] * 6
    proxy.mute = False
    again = await asyncio.gather(*map(stores.orders.add, new), return_exceptions=True)
    assert isinstance(again[0], DuplicateOrder)
    assert not [outcome for outcome in again if isinstance(outcome, StoreUnavailable)]
    for order in new:
        stored = await stores.orders.get(order.id)
        assert stored is not None
        assert (stored.version, stored.lines) == (1, order.lines)


async def test_a_mongodb_that_falls_silent_is_unavailable_in_time(
    proxy: LossyProxy, client: Client, mongodb_database: str
) -> None:
    orders = MongoOrders(open_database(client, mongodb_database), AUDIT_SECRET)
    added = await orders.add(checkout())
    proxy.mute = True
    began = time.monotonic()
    answers = await asyncio.gather(
        orders.get(added.id),
        orders.save(paid(added)),
        *(orders.get(added.id) for _ in range(60)),
        return_exceptions=True,
    )
    assert time.monotonic() - began < ANSWER_WITHIN + 20
    assert all(isinstance(answer, StoreUnavailable) for answer in answers)
    proxy.mute = False
    assert await orders.get(added.id) is not None


async def test_a_mongodb_that_is_not_there_is_unavailable_in_time(mongodb_database: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        client = connect(f"mongodb://127.0.0.1:{taken.getsockname()[1]}", timeout=0.5)
        database = open_database(client, mongodb_database)
        began = time.monotonic()
        with pytest.raises(StoreUnavailable):
            await MongoInbox(database, lambda items: None).receive(inbox_entry())
        with pytest.raises(StoreUnavailable):
            await migrate(database)
        took = time.monotonic() - began
        await disconnect(client)
    # Twice half a second, on a machine with other work to do; the driver's own limit is thirty seconds.
    assert took < 20


async def test_where_the_uri_asks_for_encryption_nothing_is_said_in_the_clear() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        uri = f"mongodb://127.0.0.1:{listening.getsockname()[1]}/?tls=true&directConnection=true"
        client = connect(uri, timeout=0.5)
        with pytest.raises(StoreUnavailable):
            await answered(client.admin.command("ping"))
        await disconnect(client)
        connection, _ = listening.accept()
        with connection:
            first = connection.recv(2)
    # A TLS handshake; a MongoDB message begins with its own length.
    assert first == b"\x16\x03"


async def test_a_server_that_is_away_is_not_waited_for() -> None:
    with pytest.raises(StoreUnavailable):
        await answered(asyncio.get_running_loop().create_future(), within=0.01)


async def test_a_mistake_of_our_own_is_not_called_an_outage() -> None:
    async def mistaken() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await answered(mistaken())


async def test_a_second_document_of_one_id_is_no_outage(client: Client, mongodb_database: str) -> None:
    collection = open_database(client, mongodb_database)["marks"]
    await answered(collection.insert_one({"_id": "events"}))
    with pytest.raises(AlreadyStored):
        await answered(collection.insert_one({"_id": "events"}))
