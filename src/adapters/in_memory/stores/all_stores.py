"""Every store at once, in memory, as one database would hold them."""

from collections.abc import Iterable

from adapters.in_memory.stores.alerts import InMemoryAlerts
from adapters.in_memory.stores.backlog import InMemoryBacklog
from adapters.in_memory.stores.catalog import InMemoryCatalog
from adapters.in_memory.stores.declines import InMemoryDeclines
from adapters.in_memory.stores.deliveries import InMemoryDeliveries
from adapters.in_memory.stores.due_orders import InMemoryDueOrders
from adapters.in_memory.stores.histories import InMemoryHistories
from adapters.in_memory.stores.inbox import InMemoryInbox
from adapters.in_memory.stores.leases import InMemoryLeases
from adapters.in_memory.stores.marks import InMemoryMarks
from adapters.in_memory.stores.open_cases import InMemoryOpenCases
from adapters.in_memory.stores.order_changes import InMemoryOrderChanges
from adapters.in_memory.stores.order_search import InMemoryOrderSearch
from adapters.in_memory.stores.orders import InMemoryOrders
from adapters.in_memory.stores.outbox import InMemoryOutbox
from adapters.in_memory.stores.shop_outbox import InMemoryShopOutbox
from adapters.in_memory.stores.store_faults import StoreFaults
from adapters.in_memory.stores.stored_order import OrderTable
from adapters.in_memory.stores.users import InMemoryUsers, UserTable
from application.ports.shop.webhooks import EndpointId
from domain.catalog.product import Product


class InMemoryStores:
    """All stores over the same orders and users, failing together by the same `faults`."""

    def __init__(
        self, audit_secret: bytes, products: Iterable[Product] = (), endpoint_ids: Iterable[EndpointId] = ()
    ) -> None:
        self.faults = StoreFaults()
        self.order_table = OrderTable(self.faults, endpoint_ids=tuple(endpoint_ids))
        self.user_table = UserTable(self.faults, declines=self.order_table.declines)
        self.orders = InMemoryOrders(self.order_table, audit_secret)
        self.order_search = InMemoryOrderSearch(self.order_table)
        self.histories = InMemoryHistories(self.order_table)
        self.due_orders = InMemoryDueOrders(self.order_table)
        self.outbox = InMemoryOutbox(self.order_table)
        self.shop_outbox = InMemoryShopOutbox(self.order_table)
        self.deliveries = InMemoryDeliveries(self.order_table)
        self.order_changes = InMemoryOrderChanges(self.order_table)
        self.leases = InMemoryLeases(self.faults)
        self.users = InMemoryUsers(self.user_table)
        self.open_cases = InMemoryOpenCases(self.order_table)
        self.declines = InMemoryDeclines(self.user_table)
        self.catalog = InMemoryCatalog(products, self.faults)
        self.inbox = InMemoryInbox(self.faults)
        self.alerts = InMemoryAlerts(self.faults)
        self.backlog = InMemoryBacklog(self.order_table, self.inbox, self.alerts)
        self.marks = InMemoryMarks(self.faults)
