"""All stores over one MongoDB database."""

from __future__ import annotations

from random import Random

from adapters.mongodb.driver.connection import Database
from adapters.mongodb.stores.alerts import MongoAlerts
from adapters.mongodb.stores.backlog import MongoBacklog
from adapters.mongodb.stores.catalog import MongoCatalog, MongoCatalogImport
from adapters.mongodb.stores.declines import MongoDeclines
from adapters.mongodb.stores.deliveries import MongoDeliveries
from adapters.mongodb.stores.due_orders import MongoDueOrders
from adapters.mongodb.stores.histories import MongoHistories
from adapters.mongodb.stores.inbox import MongoInbox
from adapters.mongodb.stores.inbox_search import MongoInboxSearch
from adapters.mongodb.stores.leases import MongoLeases
from adapters.mongodb.stores.marks import MongoMarks
from adapters.mongodb.stores.open_cases import MongoOpenCases
from adapters.mongodb.stores.order_changes import MongoOrderChanges
from adapters.mongodb.stores.order_search import MongoOrderSearch
from adapters.mongodb.stores.orders import MongoOrders
from adapters.mongodb.stores.outbox import MongoOutbox
from adapters.mongodb.stores.shop_outbox import MongoShopOutbox
from adapters.mongodb.stores.users import MongoUsers
from tests.builders import AUDIT_SECRET
from tests.contracts.stores.stores import ENDPOINTS, Stores


def mongo_stores(database: Database) -> Stores:
    """The stores, with a catalog that is read again each time."""
    shuffle = Random(7).shuffle
    endpoint_ids = [endpoint.id for endpoint in ENDPOINTS]
    return Stores(
        orders=MongoOrders(database, AUDIT_SECRET, endpoint_ids),
        order_search=MongoOrderSearch(database),
        histories=MongoHistories(database),
        due_orders=MongoDueOrders(database, shuffle, endpoint_ids),
        outbox=MongoOutbox(database, shuffle, endpoint_ids),
        users=MongoUsers(database),
        declines=MongoDeclines(database),
        open_cases=MongoOpenCases(database),
        catalog=MongoCatalog(database, fresh_for=0),
        catalog_import=MongoCatalogImport(database),
        inbox=MongoInbox(database, shuffle),
        inbox_search=MongoInboxSearch(database),
        alerts=MongoAlerts(database, shuffle),
        marks=MongoMarks(database),
        shop_outbox=MongoShopOutbox(database, endpoint_ids),
        deliveries=MongoDeliveries(database, endpoint_ids),
        leases=MongoLeases(database),
        order_changes=MongoOrderChanges(database),
        backlog=MongoBacklog(database),
    )
