"""The stores in MongoDB keep to the ports' promises."""

from __future__ import annotations

import pytest

from adapters.mongodb.driver.connection import Database
from tests.contracts.stores.alerts_suite import AlertsSuite, MarksSuite
from tests.contracts.stores.backlog_suite import BacklogSuite
from tests.contracts.stores.catalog_suite import CatalogSuite
from tests.contracts.stores.due_orders_suite import DueOrdersSuite
from tests.contracts.stores.inbox_suite import InboxSearchSuite, InboxSuite
from tests.contracts.stores.mongodb import mongo_stores
from tests.contracts.stores.open_cases_suite import OpenCasesSuite
from tests.contracts.stores.order_changes_suite import OrderChangesSuite
from tests.contracts.stores.order_search_suite import OrderSearchSuite
from tests.contracts.stores.orders_suite import HistoriesSuite, OrdersSuite
from tests.contracts.stores.outbox_suite import OutboxSuite
from tests.contracts.stores.shop_outbox_suite import DeliveriesSuite, LeasesSuite, ShopOutboxSuite
from tests.contracts.stores.stores import Stores
from tests.contracts.stores.users_suite import DeclinesSuite, UsersSuite


@pytest.fixture
def stores(database: Database) -> Stores:
    return mongo_stores(database)


class TestMongoAlerts(AlertsSuite):
    pass


class TestMongoMarks(MarksSuite):
    pass


class TestMongoAttention(DueOrdersSuite):
    pass


class TestMongoBacklog(BacklogSuite):
    pass


class TestMongoCatalog(CatalogSuite):
    pass


class TestMongoInboxSearch(InboxSearchSuite):
    pass


class TestMongoInbox(InboxSuite):
    pass


class TestMongoOrderSearch(OrderSearchSuite):
    pass


class TestMongoHistories(HistoriesSuite):
    pass


class TestMongoOrders(OrdersSuite):
    pass


class TestMongoOutbox(OutboxSuite):
    pass


class TestMongoOpenCases(OpenCasesSuite):
    pass


class TestMongoDeclines(DeclinesSuite):
    pass


class TestMongoUsers(UsersSuite):
    pass


class TestMongoShopOutbox(ShopOutboxSuite):
    pass


class TestMongoDeliveries(DeliveriesSuite):
    pass


class TestMongoLeases(LeasesSuite):
    pass


class TestMongoOrderChanges(OrderChangesSuite):
    pass
