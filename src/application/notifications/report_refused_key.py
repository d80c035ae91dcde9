"""Alerts operators that Stripe refuses our API key, or that the key lacks a permission."""

from dataclasses import dataclass

from application.ports.storage.alerts import Alert, Alerts
from application.ports.stripe.failures import KeyRefused, PermissionMissing
from application.ports.system.clock import Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRefusedKey:
    """Raises at most one alert an hour for the key and one a day for each missing permission."""

    alerts: Alerts
    clock: Clock

    async def __call__(self, refusal: KeyRefused) -> None:
        """Raises `StoreUnavailable`."""
        now = self.clock.now()
        kind, period = "key_refused", f"{now:%Y-%m-%dT%H}"
        if isinstance(refusal, PermissionMissing):
            kind, period = "permission_missing", f"{refusal.permission or 'unnamed'}:{now:%Y-%m-%d}"
        await self.alerts.raise_alert(Alert(id=f"{kind}:{period}", kind=kind, detail=str(refusal), at=now))
