"""The stores in memory keep to the ports' promises."""

from __future__ import annotations

import pytest

from adapters.in_memory.stores.all_stores import InMemoryStores
from tests.builders import AUDIT_SECRET
from tests.contracts.stores.alerts_suite import AlertsSuite, MarksSuite
from tests.contracts.stores.backlog_suite import BacklogSuite
from tests.contracts.stores.catalog_suite import CatalogSuite
from tests.contracts.stores.due_orders_suite import DueOrdersSuite
from tests.contracts.stores.inbox_suite import InboxSearchSuite, InboxSuite
from tests.contracts.stores.open_cases_suite import OpenCasesSuite
from tests.contracts.stores.order_changes_suite import OrderChangesSuite
from tests.contracts.stores.order_search_suite import OrderSearchSuite
from tests.contracts.stores.orders_suite import HistoriesSuite, OrdersSuite
from tests.contracts.stores.outbox_suite import OutboxSuite
from tests.contracts.stores.shop_outbox_suite import DeliveriesSuite, LeasesSuite, ShopOutboxSuite
from tests.contracts.stores.stores import ENDPOINTS, Stores
from tests.contracts.stores.users_suite import DeclinesSuite, UsersSuite


@pytest.fixture
def stores() -> Stores:
    memory = InMemoryStores(AUDIT_SECRET, endpoint_ids=[endpoint.id for endpoint in ENDPOINTS])
    return Stores(
        orders=memory.orders,
        order_search=memory.order_search,
        histories=memory.histories,
        due_orders=memory.due_orders,
        outbox=memory.outbox,
        users=memory.users,
        declines=memory.declines,
        open_cases=memory.open_cases,
        catalog=memory.catalog,
        catalog_import=memory.catalog,
        inbox=memory.inbox,
        inbox_search=memory.inbox,
        alerts=memory.alerts,
        marks=memory.marks,
        shop_outbox=memory.shop_outbox,
        deliveries=memory.deliveries,
        leases=memory.leases,
        order_changes=memory.order_changes,
        backlog=memory.backlog,
    )


class TestInMemoryAlerts(AlertsSuite):
    pass


class TestInMemoryMarks(MarksSuite):
    pass


class TestInMemoryAttention(DueOrdersSuite):
    pass


class TestInMemoryBacklog(BacklogSuite):
    pass


class TestInMemoryCatalog(CatalogSuite):
    pass


class TestInMemoryInboxSearch(InboxSearchSuite):
    pass


class TestInMemoryInbox(InboxSuite):
    pass


class TestInMemoryOrderSearch(OrderSearchSuite):
    pass


class TestInMemoryHistories(HistoriesSuite):
    pass


class TestInMemoryOrders(OrdersSuite):
    pass


class TestInMemoryOutbox(OutboxSuite):
    pass


class TestInMemoryOpenCases(OpenCasesSuite):
    pass


class TestInMemoryDeclines(DeclinesSuite):
    pass


class TestInMemoryUsers(UsersSuite):
    pass


class TestInMemoryShopOutbox(ShopOutboxSuite):
    pass


class TestInMemoryDeliveries(DeliveriesSuite):
    pass


class TestInMemoryLeases(LeasesSuite):
    pass


class TestInMemoryOrderChanges(OrderChangesSuite):
    pass
