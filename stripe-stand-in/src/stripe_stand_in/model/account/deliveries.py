"""Webhook deliveries: each event is signed and sent to an endpoint until the endpoint answers 2xx."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from hmac import digest
from itertools import islice

from msgspec import json

from stripe_stand_in.model.account.account import Account
from stripe_stand_in.model.account.event_faults import EventFaults
from stripe_stand_in.model.account.events import is_subscribed, rendered_event
from stripe_stand_in.model.api.http import StripeObject

ROLL_OVERLAP = 86400.0
"""How long a rolled secret signs beside its successor, in seconds."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One attempt to deliver one event to one endpoint, as the HTTP POST to make."""

    id: str
    event_id: str
    event_type: str
    endpoint_id: str
    url: str
    headers: Mapping[str, str]
    body: bytes
    attempt: int


@dataclass(slots=True)
class _Pending:
    event: StripeObject
    endpoint: str
    due: float
    attempt: int = 1


@dataclass(slots=True)
class _Secret:
    text: str
    until: float | None = None


@dataclass(slots=True)
class Deliveries:
    """The queue of webhook deliveries of one account."""

    account: Account
    faults: EventFaults
    _pending: dict[str, _Pending] = field(default_factory=dict)
    _awaiting: dict[str, set[str]] = field(default_factory=dict)
    _secrets: dict[str, list[_Secret]] = field(default_factory=dict)

    def add_signing_secret(self, endpoint: str, secret: str) -> None:
        """Signs for `endpoint` with `secret`, and for another day with the previous secret too."""
        secrets = self._secrets.setdefault(endpoint, [])
        for each in secrets:
            each.until = each.until or self.account.now + ROLL_OVERLAP
        secrets.insert(0, _Secret(secret))

    def has_secret(self, endpoint: str, secret: str) -> bool:
        """Returns whether `secret` signs for `endpoint`."""
        return any(each.text == secret for each in self._secrets.get(endpoint, ()))

    def enqueue(self, event: StripeObject) -> None:
        """Queues the event for every enabled endpoint that subscribes to its type."""
        for endpoint in self.account.webhook_endpoints:
            if endpoint["status"] != "enabled" or not is_subscribed(endpoint, event["type"]):
                continue
            awaiting = self._awaiting.setdefault(event["id"], set())
            awaiting.add(endpoint["id"])
            event["pending_webhooks"] = len(awaiting)
            for delay in self.faults.delays(event["type"]):
                pending = _Pending(event, endpoint["id"], self.account.now + delay)
                self._pending[self.account.new_id("whd")] = pending

    def due(self, limit: int | None, excluding: Container[str]) -> Sequence[Delivery]:
        """Returns what is to be sent now, oldest first; each delivery stays due until it is reported."""
        now = self.account.now
        waiting = ((identity, each) for identity, each in self._pending.items() if each.due <= now)
        ready = (self._made(identity, each) for identity, each in waiting if identity not in excluding)
        return self.faults.shuffled(list(islice((found for found in ready if found is not None), limit)))

    def next(self, excluding: Container[str]) -> float | None:
        """Returns when the next attempt is due, in seconds since 1970."""
        waiting = (each for identity, each in self._pending.items() if identity not in excluding)
        return min((each.due for each in waiting if self._enabled(each.endpoint)), default=None)

    def report(self, identity: str, status: int | None) -> None:
        """Records how an attempt ended: its HTTP status, or None without a response."""
        pending = self._pending.get(identity)
        if pending is None:
            return
        if status is not None and 200 <= status < 300:
            del self._pending[identity]
            awaiting = self._awaiting.get(pending.event["id"], set())
            awaiting.discard(pending.endpoint)
            pending.event["pending_webhooks"] = len(awaiting)
            return
        is_pending = self.account.settings.retry_after
        if pending.attempt > len(is_pending):
            del self._pending[identity]
            return
        pending.due = self.account.now + is_pending[pending.attempt - 1]
        pending.attempt += 1

    def resend(self, event: StripeObject, endpoint: str) -> None:
        """Queues an event for an endpoint once more."""
        self._pending[self.account.new_id("whd")] = _Pending(event, endpoint, self.account.now)

    def _enabled(self, identity: str) -> bool:
        endpoint = self.account.webhook_endpoints.get(identity)
        return endpoint is not None and not endpoint.get("deleted") and endpoint["status"] == "enabled"

    def _made(self, identity: str, pending: _Pending) -> Delivery | None:
        endpoint = self.account.webhook_endpoints.get(pending.endpoint)
        if endpoint is None or not self._enabled(pending.endpoint):
            return None
        version = endpoint["api_version"] or self.account.settings.default_api_version
        body = json.encode(rendered_event(pending.event, version))
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "Accept": "*/*; q=0.5, application/xml",
            "User-Agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
            "Stripe-Signature": self._signature(pending.endpoint, body),
        }
        return Delivery(
            identity, pending.event["id"], pending.event["type"], endpoint["id"], endpoint["url"], headers, body,
            pending.attempt,
        )  # fmt: skip

    def _signature(self, endpoint: str, body: bytes) -> str:
        now = self.account.now
        secrets = self._secrets.get(endpoint, [])
        secrets[:] = [each for each in secrets if each.until is None or each.until > now]
        timestamp = str(int(now))
        signed = [digest(each.text.encode(), timestamp.encode() + b"." + body, "sha256").hex() for each in secrets]
        return ",".join((f"t={timestamp}", *(f"v1={each}" for each in signed)))
