"""The stores that a suite is run against, each by its port."""

from __future__ import annotations

from dataclasses import dataclass

from application.ports.edge.backlog import Backlog
from application.ports.shop.webhooks import endpoint_at
from application.ports.storage.alerts import Alerts
from application.ports.storage.catalog import Catalog, CatalogImport
from application.ports.storage.declines import Declines
from application.ports.storage.deliveries import Deliveries
from application.ports.storage.due_orders import DueOrders
from application.ports.storage.histories import Histories
from application.ports.storage.inbox import Inbox, InboxSearch
from application.ports.storage.leases import Leases
from application.ports.storage.marks import Marks
from application.ports.storage.open_cases import OpenCases
from application.ports.storage.order_changes import OrderChanges
from application.ports.storage.order_search import OrderSearch
from application.ports.storage.orders import Orders
from application.ports.storage.outbox import Outbox
from application.ports.storage.shop_outbox import ShopOutbox
from application.ports.storage.users import Users

ENDPOINTS = (endpoint_at("https://shop.example/hooks"), endpoint_at("https://stock.example/hooks?token=abc"))
"""The shop's endpoints that the stores know of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stores:
    """All over the same, empty database. `catalog_import` fills what `catalog` reads, which remembers nothing."""

    orders: Orders
    order_search: OrderSearch
    histories: Histories
    due_orders: DueOrders
    outbox: Outbox
    users: Users
    declines: Declines
    open_cases: OpenCases
    catalog: Catalog
    catalog_import: CatalogImport
    inbox: Inbox
    inbox_search: InboxSearch
    alerts: Alerts
    marks: Marks
    shop_outbox: ShopOutbox
    deliveries: Deliveries
    leases: Leases
    order_changes: OrderChanges
    backlog: Backlog
