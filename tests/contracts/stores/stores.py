"""The stores that a suite is run against, each by its port."""

from __future__ import annotations

from dataclasses import dataclass

from application.ports.attention import Attention
from application.ports.backlog import Backlog
from application.ports.catalog import Catalog, CatalogImport
from application.ports.events import Inbox, InboxSearch
from application.ports.notifications import Alerts, Outbox
from application.ports.orders import Histories, Orders, OrderSearch
from application.ports.records import Marks
from application.ports.users import Declines, Users


@dataclass(frozen=True, slots=True, kw_only=True)
class Stores:
    """All over the same, empty database. `catalog_import` fills what `catalog` reads, which remembers nothing."""

    orders: Orders
    order_search: OrderSearch
    histories: Histories
    attention: Attention
    outbox: Outbox
    users: Users
    declines: Declines
    catalog: Catalog
    catalog_import: CatalogImport
    inbox: Inbox
    inbox_search: InboxSearch
    alerts: Alerts
    marks: Marks
    backlog: Backlog
