"""Every store at once, in memory, as one database would hold them."""

from collections.abc import Iterable

from adapters.in_memory.alerts import InMemoryAlerts
from adapters.in_memory.attention import InMemoryAttention
from adapters.in_memory.backlog import InMemoryBacklog
from adapters.in_memory.catalog import InMemoryCatalog
from adapters.in_memory.declines import InMemoryDeclines
from adapters.in_memory.faults import Faults
from adapters.in_memory.histories import InMemoryHistories
from adapters.in_memory.inbox import InMemoryInbox
from adapters.in_memory.marks import InMemoryMarks
from adapters.in_memory.order_search import InMemoryOrderSearch
from adapters.in_memory.order_shelf import OrderShelf
from adapters.in_memory.orders import InMemoryOrders
from adapters.in_memory.outbox import InMemoryOutbox
from adapters.in_memory.users import InMemoryUsers, UserShelf
from domain.catalog import Product


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
