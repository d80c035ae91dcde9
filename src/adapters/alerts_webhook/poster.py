"""Posts alerts to an incoming webhook as `{"text": …}`.

The shape is Slack's (docs.slack.dev/messaging/sending-messages-using-incoming-webhooks); Mattermost,
Rocket.Chat, Google Chat and Discord (at `/slack` behind its URL) take the same.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

import aiohttp
import msgspec

from application.ports.mail.alerts_webhook import PostRefused, PostUnavailable
from application.ports.storage.alerts import Alert

TIMEOUT_SECONDS: Final = 10.0
"""For a whole post; shorter than what the relay keeps of a claim before it sends."""

_LATER: Final = frozenset({408, 425, 429})
"""Refusals that pass by themselves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpAlertsWebhook:
    """Keeps the port `AlertsWebhook`; `text_of` says an alert in plain text.

    `url` is a secret: it is all that is needed to post to the chat.
    """

    url: str = field(repr=False)
    text_of: Callable[[Alert], str]
    timeout_seconds: float = TIMEOUT_SECONDS

    async def post(self, alert: Alert) -> None:
        status = await self._status(msgspec.json.encode({"text": _escaped(self.text_of(alert))}))
        if 200 <= status < 300:
            return
        if 400 <= status < 500 and status not in _LATER:
            raise PostRefused(f"status {status}")
        raise PostUnavailable(f"status {status}")

    async def _status(self, body: bytes) -> int:
        headers = {"Content-Type": "application/json", "User-Agent": "till-alerts"}
        timeout = aiohttp.ClientTimeout(total=self.timeout_seconds)
        try:
            # trust_env: the proxy that the environment names. The URL is the operator's own setting; what it answers
            # may not send us on to another, and the body of an answer is never read.
            async with (
                aiohttp.ClientSession(timeout=timeout, trust_env=True) as session,
                session.post(self.url, data=body, headers=headers, allow_redirects=False) as answer,
            ):
                return answer.status
        except (aiohttp.ClientError, OSError, TimeoutError, ValueError) as fault:
            raise PostUnavailable(type(fault).__name__) from None


def _escaped(text: str) -> str:
    """Slack's three control characters, so that no detail can mention a channel or hide behind a link's name."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
