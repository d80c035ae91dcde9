"""Events: each one keeps its object as it was when the event was created."""

from fnmatch import fnmatchcase
from typing import Any

from msgspec import Raw, json

from stripe_stand_in.model.account.account import Account
from stripe_stand_in.model.api.http import StripeObject
from stripe_stand_in.model.api.versions import INVOICE_GONE, rendered


def record_event(
    account: Account, kind: str, stripe_object: StripeObject, previous: dict[str, Any] | None = None
) -> None:
    """Creates an event about `stripe_object`; `previous` holds the former values of what an update changed."""
    data: StripeObject = {"object": Raw(json.encode(stripe_object))}
    if previous is not None:
        data["previous_attributes"] = previous
    event: StripeObject = {
        "id": account.new_id("evt"),
        "object": "event",
        "account": None,
        "api_version": account.settings.default_api_version,
        "context": None,
        "created": account.timestamp,
        "data": data,
        "livemode": False,
        "pending_webhooks": 0,
        "request": {"id": account.event_request.request_id, "idempotency_key": account.event_request.idempotency_key},
        "type": kind,
    }
    account.events.add(event)
    account.on_event(event)


def rendered_event(event: StripeObject, version: str) -> StripeObject:
    """Returns the event as rendered in `version`."""
    rendered_object = {**event, "api_version": version}
    if version < INVOICE_GONE:
        rendered_object["data"] = {**event["data"], "object": rendered(json.decode(event["data"]["object"]), version)}
    return rendered_object


def apply_changes(stripe_object: StripeObject, **values: object) -> dict[str, Any]:
    """Sets `values` on the object and returns what they replaced, as previous_attributes shows it."""
    previous = {name: stripe_object.get(name) for name, value in values.items() if stripe_object.get(name) != value}
    stripe_object.update(values)
    return previous


def update_with_event(account: Account, kind: str, stripe_object: StripeObject, **values: object) -> None:
    """Sets `values` on the object and creates an event if that changed anything."""
    previous = apply_changes(stripe_object, **values)
    if previous:
        record_event(account, kind, stripe_object, previous)


def is_subscribed(endpoint: StripeObject, kind: str) -> bool:
    """Returns whether the endpoint subscribes to the event type."""
    return any(fnmatchcase(kind, pattern) for pattern in endpoint["enabled_events"])
