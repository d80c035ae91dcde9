"""What a worker asks the database again and again, each question timed with the store that asks it."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from random import shuffle
from time import perf_counter
from typing import Final

from adapters.mongodb.driver.connection import Database
from adapters.mongodb.stores.alerts import MongoAlerts
from adapters.mongodb.stores.backlog import MongoBacklog
from adapters.mongodb.stores.due_orders import MongoDueOrders
from adapters.mongodb.stores.inbox import MongoInbox
from adapters.mongodb.stores.marks import MongoMarks
from adapters.mongodb.stores.order_search import MongoOrderSearch
from adapters.mongodb.stores.outbox import MongoOutbox
from adapters.mongodb.stores.shop_outbox import MongoShopOutbox
from application.notifications.relay_notifications import BATCH as NOTIFICATIONS
from application.repair.reconcile import LEASE_MARK
from application.repair.retry_events import BATCH as EVENTS
from application.repair.settle_orders import BATCH as ORDERS
from benchmarks.growth.fill import ENDPOINT
from entrypoints.worker.endpoint_sender import AT_ONCE

REPEATED: Final = 30

CLAIMS: Final = (
    *("orders", "notifications", "alerts", "events", "shop events", "shop endpoints"),
    *("reconciliation", "reconciliation, a page", "backlog"),
)

_NO_LEASE: Final = timedelta()
"""What is claimed is due again at once, so that each claim has as much to do as the one before."""

Question = Callable[[datetime], Awaitable[object]]


def questions(database: Database) -> dict[str, Question]:
    """Returns what each duty of a worker asks, by the name of the duty."""
    endpoint_ids = (ENDPOINT.id,)
    marks, search = MongoMarks(database), MongoOrderSearch(database)
    due_orders = MongoDueOrders(database, shuffle, endpoint_ids)
    outbox, shop_outbox = MongoOutbox(database, shuffle, endpoint_ids), MongoShopOutbox(database, endpoint_ids)
    inbox, alerts = MongoInbox(database, shuffle), MongoAlerts(database, shuffle)
    backlog = MongoBacklog(database, endpoint_ids)

    async def watched_page(now: datetime) -> object:
        return await anext(search.watched(now), None)

    asked: tuple[Question, ...] = (
        lambda now: due_orders.claim(now, _NO_LEASE, ORDERS),
        lambda now: outbox.claim(now, _NO_LEASE, NOTIFICATIONS),
        lambda now: alerts.claim(now, _NO_LEASE, NOTIFICATIONS),
        lambda now: inbox.claim(now, _NO_LEASE, EVENTS),
        lambda now: shop_outbox.pending(ENDPOINT.id, now, AT_ONCE),
        lambda _: shop_outbox.oldest_failure(ENDPOINT.id),
        lambda now: marks.claim(LEASE_MARK, now, _NO_LEASE),
        watched_page,
        backlog.figures,
    )
    return dict(zip(CLAIMS, asked, strict=True))


async def timed(question: Question, repeated: int = REPEATED) -> list[float]:
    """Returns how long the question took each time, in seconds."""
    taken = []
    for _ in range(repeated):
        now = datetime.now(UTC)
        begun = perf_counter()
        await question(now)
        taken.append(perf_counter() - begun)
    return taken
