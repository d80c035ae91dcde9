"""Tell the operator that Stripe refuses our API key: nothing can be sold until a person acts."""

from dataclasses import dataclass

from application.ports.storage.alerts import Alert, Alerts
from application.ports.system.clock import Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRefusedKey:
    """One alert an hour, however many calls are refused."""

    alerts: Alerts
    clock: Clock

    async def __call__(self) -> None:
        """Raises `StoreUnavailable`."""
        now = self.clock.now()
        await self.alerts.raise_alert(
            Alert(
                id=f"key_refused:{now:%Y-%m-%dT%H}",
                kind="key_refused",
                detail="Stripe answers 401 or 403 to our secret key",
                at=now,
            )
        )
