"""Alert the operator of an endpoint that has accepted no event for an hour."""

from dataclasses import dataclass
from datetime import timedelta

from application.ports.shop.webhooks import Endpoint
from application.ports.storage.alerts import Alert, Alerts
from application.ports.storage.shop_outbox import ShopOutbox
from application.ports.system.clock import Clock

TOLERATED = timedelta(hours=1)
"""Most deploys and restarts of a shop's systems are over by then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchEndpoints:
    """One alert a day for each endpoint that fails, until it takes its events again."""

    endpoints: tuple[Endpoint, ...]
    outbox: ShopOutbox
    alerts: Alerts
    clock: Clock

    async def __call__(self) -> int:
        """Returns 0: one look is all there is to do. Raises `StoreUnavailable`."""
        now = self.clock.now()
        for endpoint in self.endpoints:
            since = await self.outbox.oldest_failure(endpoint.id)
            if since is None or now - since < TOLERATED:
                continue
            await self.alerts.raise_alert(
                Alert(
                    id=f"shop_webhook_failing:{endpoint.id}:{now:%Y-%m-%d}",
                    kind="shop_webhook_failing",
                    detail=f"{endpoint.shown} has not taken an event since {since.isoformat(timespec='seconds')}",
                    at=now,
                )
            )
        return 0
