"""The event log, as the API shows it."""

from fnmatch import fnmatchcase

from stripe_stand_in.model.account.account import Account
from stripe_stand_in.model.account.events import is_subscribed, rendered_event
from stripe_stand_in.model.api.errors import malformed
from stripe_stand_in.model.api.http import ApiRequest, StripeObject
from stripe_stand_in.model.api.not_offered import CONNECT
from stripe_stand_in.model.api.operation import Operation
from stripe_stand_in.model.api.parameters import EXPAND, LISTING, Boolean, Fields, ListOf, NoEffect, Text, TimeRange

LIST = Fields(**LISTING, created=TimeRange(), delivery_success=Boolean(), type=Text(), types=ListOf(Text()))
MAX_TYPES = 20
RETRY = Fields(
    account=CONNECT,
    expand=EXPAND,
    for_stripecli=NoEffect("names the caller as the command-line tool"),
    webhook_endpoint=Text(),
)
LISTED_FOR = 30 * 86400
"""Stripe lists events of the last 30 days."""


def retrieve(account: Account, request: ApiRequest) -> StripeObject:
    """GET /v1/events/{id}: rendered in the version of its creation, whatever the caller's."""
    event = account.events.find(request.path_args["id"], "id")
    return rendered_event(event, event["api_version"])


def page(account: Account, request: ApiRequest) -> StripeObject:
    """GET /v1/events"""
    params = request.params
    if "type" in params and "types" in params:
        raise malformed("You may only specify one of these parameters: type, types.", "type", "parameters_exclusive")
    if len(params.get("types", ())) > MAX_TYPES:
        raise malformed(f"You may only specify up to {MAX_TYPES} types.", "types")
    patterns = [params["type"]] if "type" in params else params.get("types")
    delivered = params.get("delivery_success")
    oldest = account.now - LISTED_FOR

    def fits(event: StripeObject) -> bool:
        return (
            event["created"] >= oldest
            and (patterns is None or any(fnmatchcase(event["type"], each) for each in patterns))
            and (delivered is None or delivered == (event["pending_webhooks"] == 0))
        )

    found = account.events.page(request, "/v1/events", fits)
    return {**found, "data": [rendered_event(event, event["api_version"]) for event in found["data"]]}


def retry(account: Account, request: ApiRequest) -> StripeObject:
    """POST /v1/events/{id}/retry, the CLI's `events resend`: to the named endpoint, else to every subscribed one."""
    event = account.events.find(request.path_args["id"], "id")
    named = request.params.get("webhook_endpoint")
    endpoints = [account.webhook_endpoints.find(named, "webhook_endpoint")] if named else account.webhook_endpoints
    for endpoint in endpoints:
        if endpoint["status"] == "enabled" and (named or is_subscribed(endpoint, event["type"])):
            account.resend(event, endpoint["id"])
    return rendered_event(event, event["api_version"])


OPERATIONS = (
    Operation("GET", "/v1/events", page, LIST),
    Operation("GET", "/v1/events/{id}", retrieve),
    Operation("POST", "/v1/events/{id}/retry", retry, RETRY),
)
