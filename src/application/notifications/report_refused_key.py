"""Alerts operators that Stripe refuses our API key, or that the key lacks a permission."""

from dataclasses import dataclass

from application.ports.storage.alerts import Alert, Alerts
from application.ports.stripe.failures import KeyRefused, PermissionMissing
from application.ports.system.clock import Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRefusedKey:
    """Raises one alert an hour for the key and one for each missing permission, however many calls are refused."""

    alerts: Alerts
    clock: Clock

    async def __call__(self, refusal: KeyRefused) -> None:
        """Raises `StoreUnavailable`."""
        kind, about = "key_refused", ""
        if isinstance(refusal, PermissionMissing):
            kind, about = "permission_missing", f"{refusal.permission or 'unnamed'}:"
        now = self.clock.now()
        await self.alerts.raise_alert(
            Alert(id=f"{kind}:{about}{now:%Y-%m-%dT%H}", kind=kind, detail=str(refusal), at=now)
        )
