"""Every store at once, in memory, as one database would hold them."""

from collections.abc import Iterable

from adapters.in_memory.stores.alerts import InMemoryAlerts
from adapters.in_memory.stores.backlog import InMemoryBacklog
from adapters.in_memory.stores.catalog import InMemoryCatalog
from adapters.in_memory.stores.declines import InMemoryDeclines
from adapters.in_memory.stores.due_orders import InMemoryAttention
from adapters.in_memory.stores.histories import InMemoryHistories
from adapters.in_memory.stores.inbox import InMemoryInbox
from adapters.in_memory.stores.marks import InMemoryMarks
from adapters.in_memory.stores.order_search import InMemoryOrderSearch
from adapters.in_memory.stores.orders import InMemoryOrders
from adapters.in_memory.stores.outbox import InMemoryOutbox
from adapters.in_memory.stores.store_faults import Faults
from adapters.in_memory.stores.stored_order import OrderShelf
from adapters.in_memory.stores.users import InMemoryUsers, UserShelf
from domain.catalog.product import Product


class InMemoryStores:
    """All stores over the same orders and users, failing together by the same `faults`."""

    def __init__(self, audit_secret: bytes, products: Iterable[Product] = ()) -> None:
        self.faults = Faults()
        self.order_shelf = OrderShelf(self.faults)
        self.user_shelf = UserShelf(self.faults)
        self.orders = InMemoryOrders(self.order_shelf, audit_secret)
        self.order_search = InMemoryOrderSearch(self.order_shelf)
        self.histories = InMemoryHistories(self.order_shelf)
        self.attention = InMemoryAttention(self.order_shelf)
        self.outbox = InMemoryOutbox(self.order_shelf)
        self.users = InMemoryUsers(self.user_shelf)
        self.declines = InMemoryDeclines(self.order_shelf, self.user_shelf)
        self.catalog = InMemoryCatalog(products, self.faults)
        self.inbox = InMemoryInbox(self.faults)
        self.alerts = InMemoryAlerts(self.faults)
        self.backlog = InMemoryBacklog(self.order_shelf, self.inbox, self.alerts)
        self.marks = InMemoryMarks(self.faults)
