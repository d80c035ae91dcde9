"""`till deliveries` says what the shop's systems were sent, and has it sent again."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable

import pytest

from adapters.mongodb.driver.connection import connect, disconnect, open_database
from adapters.mongodb.schema.migrate import migrate
from application.ports.storage.deliveries import DeliveryStatus
from application.ports.storage.shop_outbox import DeliveryOutcome
from domain.identifiers.order_number import order_number
from tests.builders import paid
from tests.commands_in_process import till
from tests.contracts.stores.mongodb import mongo_stores
from tests.contracts.stores.stores import ENDPOINTS, Stores
from tests.unit.entrypoints.settings.test_settings import TEST_ENVIRON
from tests.when import AT, after

SHOP, STOCK = ENDPOINTS
Act = Callable[[Stores], Awaitable[object]]


class Shop:
    """A database with one order, whose event one endpoint did not accept for five days."""

    def __init__(self, uri: str, database: str) -> None:
        self.uri, self.database = uri, database
        path = {"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(sys.path)}
        urls = f"{SHOP.url},{STOCK.url}"
        secret = "whsec_c2hvcCdzIHNlY3JldCBvZiB0aGVzZSB0ZXN0cw=="
        where = {"MONGODB_URI": uri, "MONGODB_DATABASE": database}
        self.environ = {**path, **TEST_ENVIRON, "SHOP_WEBHOOK_URL": urls, "SHOP_WEBHOOK_SECRET": secret, **where}
        self.order = paid()
        self.run(self._keep)

    def run(self, act: Act) -> object:
        async def acted() -> object:
            client = connect(self.uri)
            database = open_database(client, self.database)
            await migrate(database, [endpoint.id for endpoint in ENDPOINTS])
            done = await act(mongo_stores(database))
            await disconnect(client)
            return done

        return asyncio.run(acted())

    async def _keep(self, stores: Stores) -> None:
        self.order = await stores.orders.add(self.order)
        (pending,) = await stores.shop_outbox.pending(SHOP.id, AT, 10)
        given_up = DeliveryOutcome(seq=3, at=after(days=5), attempts=17, reason="status 410")
        assert await stores.shop_outbox.settle(pending, 3, given_up)

    @property
    def id(self) -> str:
        return f"{self.order.id}.3.{SHOP.id}"


def statuses(shop: Shop) -> dict[str, DeliveryStatus]:
    async def read(stores: Stores) -> dict[str, DeliveryStatus]:
        return {each.id.endpoint_id: each.status for each in await stores.deliveries.of_order(shop.order.id)}

    found = shop.run(read)
    assert isinstance(found, dict)
    return found


@pytest.fixture
def shop(mongodb_uri: str, mongodb_database: str) -> Shop:
    return Shop(mongodb_uri, mongodb_database)


def test_what_failed_is_listed_and_sent_again(shop: Shop) -> None:
    listed = till(shop.environ, "deliveries", "list", "--failed")
    assert (listed.returncode, listed.stdout.count(shop.order.id)) == (0, 1)
    for shown in (shop.id, "order.confirmed", "set_aside", "17", "status 410", "https://shop.example/hooks"):
        assert shown in listed.stdout
    again = till(shop.environ, "deliveries", "resend", "--failed")
    assert (again.returncode, again.stdout) == (0, "The worker sends 1 again.\n")
    assert statuses(shop) == {SHOP.id: DeliveryStatus.PENDING, STOCK.id: DeliveryStatus.PENDING}


def test_one_orders_deliveries_are_found_by_its_number_and_one_is_sent_again_by_its_id(shop: Shop) -> None:
    listed = till(shop.environ, "deliveries", "list", "--order", order_number(shop.order.id))
    assert (listed.returncode, listed.stdout.count(shop.order.id)) == (0, 2)
    assert "token=abc" not in listed.stdout
    assert till(shop.environ, "deliveries", "resend", shop.id).returncode == 0
    assert statuses(shop)[SHOP.id] is DeliveryStatus.PENDING


def test_what_was_never_sent_fails_and_what_names_nothing_is_a_usage_error(shop: Shop) -> None:
    unknown = till(shop.environ, "deliveries", "resend", f"{shop.order.id}.2.{SHOP.id}")
    assert (unknown.returncode, unknown.stdout) == (1, "There is nothing to send again.\n")
    assert "no such delivery" in unknown.stderr
    for arguments in (("resend",), ("resend", "nonsense"), ("list", "--since", "banana"), ("list", "--order", "T-1")):
        assert till(shop.environ, "deliveries", *arguments).returncode == 2
