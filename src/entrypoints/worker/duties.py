"""What the worker does, and how often."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress

import structlog

from application.notifications.relay_notifications import RelayNotifications
from application.notifications.watch_endpoints import WatchEndpoints
from application.ports.unavailable import Unavailable
from application.repair.reconcile import LEASE, Reconcile
from application.repair.retry_events import RetryEvents
from application.repair.settle_orders import SettleOrders
from entrypoints.worker.endpoint_sender import EndpointSender
from entrypoints.worker.rounds import Duty

_CLAIM_EVERY = 30.0
"""Seconds between two tries to be the worker that reconciles; each is one write to the database."""


def duties(
    *,
    relay: RelayNotifications,
    events: RetryEvents,
    orders: SettleOrders,
    reconcile: Reconcile,
    senders: Sequence[EndpointSender],
    watch_endpoints: WatchEndpoints,
) -> tuple[Duty, ...]:
    """Returns the duties of one worker; any number of workers may have them at once."""
    return (
        *(Duty(name="shop_events", do=sender, pause=1.0, close=sender.close) for sender in senders),
        *([Duty(name="shop_endpoints", do=watch_endpoints, pause=60.0)] if senders else []),
        Duty(name="notifications", do=relay, pause=1.0),
        Duty(name="events", do=events, pause=2.0),
        Duty(name="orders", do=orders, pause=2.0),
        Duty(name="reconciliation", do=reconciliation(reconcile), pause=_CLAIM_EVERY),
    )


def reconciliation(
    reconcile: Reconcile, *, renew_after: float = LEASE.total_seconds() / 4
) -> Callable[[], Awaitable[int]]:
    """Returns a duty that reconciles where no other worker has lately, and logs each difference.

    The claim is renewed every `renew_after` seconds: where the worker dies, another takes over within `LEASE`.
    """
    log = structlog.get_logger("till.worker")

    async def run() -> int:
        if not await reconcile.claim():
            return 0
        async with _renewed(reconcile, renew_after):
            async for found in reconcile(await reconcile.next_run(), _unreported):
                log.warning(
                    "difference_mended", what=found.what, id=found.id, order=found.order_number, theirs=found.theirs
                )
        return 0

    return run


@asynccontextmanager
async def _renewed(reconcile: Reconcile, every: float) -> AsyncIterator[None]:
    """Holds the claim for as long as this context lasts."""

    async def renew() -> None:
        while True:
            await asyncio.sleep(every)
            # The next renewal may come through; two runs at once find the same and do no harm.
            with suppress(Unavailable):
                await reconcile.renew()

    renewing = asyncio.create_task(renew())
    try:
        yield
    finally:
        renewing.cancel()


def _unreported(what: str, count: int) -> None:
    del what, count
