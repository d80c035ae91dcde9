"""Webhooks on their way: which event is due where, signed anew at each attempt, until an endpoint says 2xx."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from hmac import digest
from itertools import islice

from msgspec import json

from stripe_stand_in.model.account.account import Account
from stripe_stand_in.model.account.event_faults import EventFaults
from stripe_stand_in.model.account.events import as_of, wants
from stripe_stand_in.model.api.http import StripeObject

ROLL_OVERLAP = 86400.0
"""How long a rolled secret still signs beside its successor."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One attempt to bring one event to one endpoint, as the HTTP POST to make."""

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
    _owed: dict[str, set[str]] = field(default_factory=dict)
    _secrets: dict[str, list[_Secret]] = field(default_factory=dict)

    def trust(self, endpoint: str, secret: str) -> None:
        """Sign for `endpoint` with `secret`, and for a day still with the one before."""
        known = self._secrets.setdefault(endpoint, [])
        for each in known:
            each.until = each.until or self.account.now + ROLL_OVERLAP
        known.insert(0, _Secret(secret))

    def knows(self, endpoint: str, secret: str) -> bool:
        """Whether `secret` signs for `endpoint`."""
        return any(each.text == secret for each in self._secrets.get(endpoint, ()))

    def enqueue(self, event: StripeObject) -> None:
        """Send the event to every enabled endpoint that asks for its type."""
        for endpoint in self.account.webhook_endpoints:
            if endpoint["status"] != "enabled" or not wants(endpoint, event["type"]):
                continue
            owed = self._owed.setdefault(event["id"], set())
            owed.add(endpoint["id"])
            event["pending_webhooks"] = len(owed)
            for delay in self.faults.journeys(event["type"]):
                pending = _Pending(event, endpoint["id"], self.account.now + delay)
                self._pending[self.account.mint("whd")] = pending

    def due(self, most: int | None, without: Container[str]) -> Sequence[Delivery]:
        """What is to be sent now, oldest first; asking changes nothing, so each stays due until it is reported."""
        now = self.account.now
        waiting = ((identity, each) for identity, each in self._pending.items() if each.due <= now)
        ready = (self._made(identity, each) for identity, each in waiting if identity not in without)
        return self.faults.shuffled(list(islice((found for found in ready if found is not None), most)))

    def next(self, without: Container[str]) -> float | None:
        """When the next attempt is due."""
        waiting = (each for identity, each in self._pending.items() if identity not in without)
        return min((each.due for each in waiting if self._enabled(each.endpoint)), default=None)

    def report(self, identity: str, status: int | None) -> None:
        """Take in how an attempt ended: its HTTP status, or None where no answer came."""
        pending = self._pending.get(identity)
        if pending is None:
            return
        if status is not None and 200 <= status < 300:
            del self._pending[identity]
            owed = self._owed.get(pending.event["id"], set())
            owed.discard(pending.endpoint)
            pending.event["pending_webhooks"] = len(owed)
            return
        waits = self.account.settings.retry_after
        if pending.attempt > len(waits):
            del self._pending[identity]
            return
        pending.due = self.account.now + waits[pending.attempt - 1]
        pending.attempt += 1

    def resend(self, event: StripeObject, endpoint: str) -> None:
        """Send an event to an endpoint once more, as the Dashboard's button does."""
        self._pending[self.account.mint("whd")] = _Pending(event, endpoint, self.account.now)

    def _enabled(self, identity: str) -> bool:
        endpoint = self.account.webhook_endpoints.get(identity)
        return endpoint is not None and not endpoint.get("deleted") and endpoint["status"] == "enabled"

    def _made(self, identity: str, pending: _Pending) -> Delivery | None:
        endpoint = self.account.webhook_endpoints.get(pending.endpoint)
        if endpoint is None or not self._enabled(pending.endpoint):
            return None
        version = endpoint["api_version"] or self.account.settings.default_api_version
        body = json.encode(as_of(pending.event, version))
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
        known = self._secrets.get(endpoint, [])
        known[:] = [each for each in known if each.until is None or each.until > now]
        stamp = str(int(now))
        signed = [digest(each.text.encode(), stamp.encode() + b"." + body, "sha256").hex() for each in known]
        return ",".join((f"t={stamp}", *(f"v1={each}" for each in signed)))
