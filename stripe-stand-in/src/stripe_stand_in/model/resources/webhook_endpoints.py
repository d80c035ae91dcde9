"""Webhook endpoints: where events are sent."""

from stripe_stand_in.model.account.account import Account
from stripe_stand_in.model.api.errors import invalid, missing
from stripe_stand_in.model.api.http import ApiRequest, StripeObject
from stripe_stand_in.model.api.metadata import Metadata, merged
from stripe_stand_in.model.api.operation import Operation
from stripe_stand_in.model.api.parameters import EXPAND, LISTING, Clearable, Fields, Flag, ListOf, Text
from stripe_stand_in.model.api.versions import checked

UPDATE = Fields(
    description=Clearable(Text()),
    disabled=Flag(),
    enabled_events=ListOf(Text()),
    expand=EXPAND,
    metadata=Metadata(),
    url=Text(),
)
CREATE = Fields(
    ("enabled_events", "url"),
    api_version=Text(),
    connect=Flag(),
    description=Clearable(Text()),
    enabled_events=ListOf(Text()),
    expand=EXPAND,
    metadata=Metadata(),
    url=Text(),
)
LIST = Fields(**LISTING)
MOST = 16


def create(account: Account, call: ApiRequest) -> StripeObject:
    """POST /v1/webhook_endpoints: the only answer that shows the secret."""
    given = call.given
    if sum(1 for each in account.webhook_endpoints if not each.get("deleted")) >= MOST:
        raise invalid(f"You have reached the maximum of {MOST} test webhook endpoints.")
    version = checked(given["api_version"]) if "api_version" in given else None
    secret = f"whsec_{account.draw(32)}"
    endpoint = add(account, _web(given["url"]), secret, given["enabled_events"], version)
    endpoint["description"] = given.get("description")
    endpoint["metadata"] = merged({}, given.get("metadata"))
    return {**endpoint, "secret": secret}


def add(account: Account, url: str, secret: str, enabled_events: list[str], version: str | None) -> StripeObject:
    """Put an endpoint on its shelf and have deliveries to it signed."""
    endpoint: StripeObject = {
        "id": account.mint("we"),
        "object": "webhook_endpoint",
        "api_version": version,
        "application": None,
        "created": account.stamp,
        "description": None,
        "enabled_events": enabled_events,
        "livemode": False,
        "metadata": {},
        "status": "enabled",
        "url": url,
    }
    account.webhook_endpoints.put(endpoint)
    account.trust(endpoint["id"], secret)
    return endpoint


def retrieve(account: Account, call: ApiRequest) -> StripeObject:
    """GET /v1/webhook_endpoints/{webhook_endpoint}"""
    endpoint = account.webhook_endpoints.find(call.args["webhook_endpoint"], "webhook_endpoint")
    if endpoint.get("deleted"):
        raise missing("webhook endpoint", endpoint["id"], "webhook_endpoint")
    return endpoint


def update(account: Account, call: ApiRequest) -> StripeObject:
    """POST /v1/webhook_endpoints/{webhook_endpoint}"""
    endpoint = retrieve(account, call)
    given = call.given
    asked: StripeObject = {name: given[name] for name in ("description", "enabled_events") if name in given}
    if "url" in given:
        asked["url"] = _web(given["url"])
    if "metadata" in given:
        asked["metadata"] = merged(endpoint["metadata"], given["metadata"])
    if "disabled" in given:
        asked["status"] = "disabled" if given["disabled"] else "enabled"
    endpoint.update(asked)
    return endpoint


def delete(account: Account, call: ApiRequest) -> StripeObject:
    """DELETE /v1/webhook_endpoints/{webhook_endpoint}"""
    endpoint = retrieve(account, call)
    endpoint |= {"deleted": True, "status": "disabled"}
    return {"id": endpoint["id"], "object": "webhook_endpoint", "deleted": True}


def page(account: Account, call: ApiRequest) -> StripeObject:
    """GET /v1/webhook_endpoints"""
    return account.webhook_endpoints.page(call, "/v1/webhook_endpoints", lambda endpoint: not endpoint.get("deleted"))


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
