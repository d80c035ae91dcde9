"""What the worker does, and how often."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import structlog

from application.notifications.relay_notifications import RelayNotifications
from application.repair.reconcile import Reconcile
from application.repair.retry_events import RetryEvents
from application.repair.settle_orders import SettleOrders
from entrypoints.worker.rounds import Duty

RECONCILE_EVERY = timedelta(minutes=15)


def duties(
    *, relay: RelayNotifications, events: RetryEvents, orders: SettleOrders, reconcile: Reconcile
) -> tuple[Duty, ...]:
    """The duties of one worker; any number of workers may have them at once."""
    return (
        Duty(name="notifications", do=relay, pause=1.0),
        Duty(name="events", do=events, pause=2.0),
        Duty(name="orders", do=orders, pause=2.0),
        Duty(name="reconciliation", do=_compared(reconcile), pause=RECONCILE_EVERY.total_seconds()),
    )


def _compared(reconcile: Reconcile) -> Callable[[], Awaitable[int]]:
    log = structlog.get_logger("till.worker")

    async def compare() -> int:
        async for found in reconcile(await reconcile.next_run(), _quietly):
            log.warning(
                "difference_mended", what=found.what, id=found.id, order=found.order_number, theirs=found.theirs
            )
        return 0

    return compare


def _quietly(what: str, count: int) -> None:
    del what, count
