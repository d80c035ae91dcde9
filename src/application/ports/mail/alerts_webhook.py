"""A chat's webhook, by which operators are alerted beside mail."""

from typing import Protocol

from application.ports.storage.alerts import Alert


class PostRefused(Exception):
    """The webhook will not take alerts until its URL or the chat's own settings are corrected (4xx)."""


class PostUnavailable(Exception):
    """The webhook can't take the alert now; try later."""


class AlertsWebhook(Protocol):
    """Posts alerts; one that is posted twice is shown twice."""

    async def post(self, alert: Alert) -> None:
        """Raises `PostRefused` or `PostUnavailable`."""
