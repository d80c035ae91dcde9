"""Telling what happened: each event keeps its object as it was at that moment."""

from fnmatch import fnmatchcase
from typing import Any

from msgspec import Raw, json

from stripe_stand_in.model.account.account import Account
from stripe_stand_in.model.api.http import StripeObject
from stripe_stand_in.model.api.versions import INVOICE_GONE, rendered


def tell(account: Account, kind: str, stripe_object: StripeObject, previous: dict[str, Any] | None = None) -> None:
    """Record an event about `stripe_object`; `previous` holds the former values of what an update changed."""
    data: StripeObject = {"object": Raw(json.encode(stripe_object))}
    if previous is not None:
        data["previous_attributes"] = previous
    event: StripeObject = {
        "id": account.mint("evt"),
        "object": "event",
        "account": None,
        "api_version": account.settings.default_api_version,
        "context": None,
        "created": account.stamp,
        "data": data,
        "livemode": False,
        "pending_webhooks": 0,
        "request": {"id": account.origin.request_id, "idempotency_key": account.origin.idempotency_key},
        "type": kind,
    }
    account.events.put(event)
    account.listen(event)


def as_of(event: StripeObject, version: str) -> StripeObject:
    """The event as rendered in `version`."""
    told = {**event, "api_version": version}
    if version < INVOICE_GONE:
        told["data"] = {**event["data"], "object": rendered(json.decode(event["data"]["object"]), version)}
    return told


def changes(stripe_object: StripeObject, **values: object) -> dict[str, Any]:
    """Set `values` on the thing and return what they replaced, as previous_attributes shows it."""
    previous = {name: stripe_object.get(name) for name, value in values.items() if stripe_object.get(name) != value}
    stripe_object.update(values)
    return previous


def change(account: Account, kind: str, stripe_object: StripeObject, **values: object) -> None:
    """Set `values` on the thing and tell of it, if that changed anything."""
    previous = changes(stripe_object, **values)
    if previous:
        tell(account, kind, stripe_object, previous)


def wants(endpoint: StripeObject, kind: str) -> bool:
    """Whether the endpoint is subscribed to the event type."""
    return any(fnmatchcase(kind, pattern) for pattern in endpoint["enabled_events"])
