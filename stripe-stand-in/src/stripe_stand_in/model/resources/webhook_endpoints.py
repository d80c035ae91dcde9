"""Webhook endpoints: where events are sent."""

from typing import Any

from stripe_stand_in.model.account.account import Account
from stripe_stand_in.model.api.errors import invalid, malformed, missing
from stripe_stand_in.model.api.http import ApiRequest, StripeObject
from stripe_stand_in.model.api.metadata import Metadata, merged
from stripe_stand_in.model.api.not_offered import CONNECT
from stripe_stand_in.model.api.operation import Operation
from stripe_stand_in.model.api.parameters import EXPAND, LISTING, Boolean, Clearable, Fields, ListOf, Text
from stripe_stand_in.model.api.versions import parse_version
from stripe_stand_in.model.data.event_types import event_types


class EventType:
    """One of Stripe's event types, or `*` for all."""

    def read(self, value: Any, name: str) -> str:
        text = Text().read(value, name)
        if text != "*" and text not in event_types():
            raise malformed(f"Invalid {name}: {text[:64]} is not an event type.", name)
        return text


UPDATE = Fields(
    description=Clearable(Text()),
    disabled=Boolean(),
    enabled_events=ListOf(EventType()),
    expand=EXPAND,
    metadata=Metadata(),
    url=Text(),
)
CREATE = Fields(
    ("enabled_events", "url"),
    api_version=Text(),
    connect=CONNECT,
    description=Clearable(Text()),
    enabled_events=ListOf(EventType()),
    expand=EXPAND,
    metadata=Metadata(),
    url=Text(),
)
LIST = Fields(**LISTING)
MAX_ENDPOINTS = 16


def create(account: Account, request: ApiRequest) -> StripeObject:
    """POST /v1/webhook_endpoints: the only response that shows the secret."""
    params = request.params
    if sum(1 for each in account.webhook_endpoints if not each.get("deleted")) >= MAX_ENDPOINTS:
        raise invalid(f"You have reached the maximum of {MAX_ENDPOINTS} test webhook endpoints.")
    version = parse_version(params["api_version"]) if "api_version" in params else None
    secret = f"whsec_{account.random_text(32)}"
    endpoint = add(account, _web(params["url"]), secret, params["enabled_events"], version)
    endpoint["description"] = params.get("description")
    endpoint["metadata"] = merged({}, params.get("metadata"))
    return {**endpoint, "secret": secret}


def add(account: Account, url: str, secret: str, enabled_events: list[str], version: str | None) -> StripeObject:
    """Stores an endpoint and its signing secret."""
    endpoint: StripeObject = {
        "id": account.new_id("we"),
        "object": "webhook_endpoint",
        "api_version": version,
        "application": None,
        "created": account.timestamp,
        "description": None,
        "enabled_events": enabled_events,
        "livemode": False,
        "metadata": {},
        "status": "enabled",
        "url": url,
    }
    account.webhook_endpoints.add(endpoint)
    account.add_signing_secret(endpoint["id"], secret)
    return endpoint


def retrieve(account: Account, request: ApiRequest) -> StripeObject:
    """GET /v1/webhook_endpoints/{webhook_endpoint}"""
    endpoint = account.webhook_endpoints.find(request.path_args["webhook_endpoint"], "webhook_endpoint")
    if endpoint.get("deleted"):
        raise missing("webhook endpoint", endpoint["id"], "webhook_endpoint")
    return endpoint


def update(account: Account, request: ApiRequest) -> StripeObject:
    """POST /v1/webhook_endpoints/{webhook_endpoint}"""
    endpoint = retrieve(account, request)
    params = request.params
    updates: StripeObject = {name: params[name] for name in ("description", "enabled_events") if name in params}
    if "url" in params:
        updates["url"] = _web(params["url"])
    if "metadata" in params:
        updates["metadata"] = merged(endpoint["metadata"], params["metadata"])
    if "disabled" in params:
        updates["status"] = "disabled" if params["disabled"] else "enabled"
    endpoint.update(updates)
    return endpoint


def delete(account: Account, request: ApiRequest) -> StripeObject:
    """DELETE /v1/webhook_endpoints/{webhook_endpoint}"""
    endpoint = retrieve(account, request)
    endpoint |= {"deleted": True, "status": "disabled"}
    return {"id": endpoint["id"], "object": "webhook_endpoint", "deleted": True}


def page(account: Account, request: ApiRequest) -> StripeObject:
    """GET /v1/webhook_endpoints"""
    return account.webhook_endpoints.page(
        request, "/v1/webhook_endpoints", lambda endpoint: not endpoint.get("deleted")
    )


def _web(url: str) -> str:
    if not url.startswith(("http://", "https://")):
        raise invalid("Invalid URL: An explicit scheme (such as https) must be provided.", "url", "url_invalid")
    return url


OPERATIONS = (
    Operation("POST", "/v1/webhook_endpoints", create, CREATE),
    Operation("GET", "/v1/webhook_endpoints", page, LIST),
    Operation("GET", "/v1/webhook_endpoints/{webhook_endpoint}", retrieve),
    Operation("POST", "/v1/webhook_endpoints/{webhook_endpoint}", update, UPDATE),
    Operation("DELETE", "/v1/webhook_endpoints/{webhook_endpoint}", delete, Fields()),
)
