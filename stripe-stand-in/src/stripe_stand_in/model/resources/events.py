"""The event log, as the API shows it."""

from fnmatch import fnmatchcase

from stripe_stand_in.model.account.account import Account
from stripe_stand_in.model.account.events import as_of, wants
from stripe_stand_in.model.api.errors import malformed
from stripe_stand_in.model.api.http import ApiRequest, StripeObject
from stripe_stand_in.model.api.operation import Operation
from stripe_stand_in.model.api.parameters import EXPAND, LISTING, Fields, Flag, ListOf, Moments, Text

LIST = Fields(**LISTING, created=Moments(), delivery_success=Flag(), type=Text(), types=ListOf(Text()))
MAX_TYPES = 20
RETRY = Fields(account=Text(), expand=EXPAND, for_stripecli=Flag(), webhook_endpoint=Text())
LISTED_FOR = 30 * 86400
"""Stripe lists events of the last 30 days."""


def retrieve(account: Account, call: ApiRequest) -> StripeObject:
    """GET /v1/events/{id}: in the version it was made in, whatever the caller's."""
    event = account.events.find(call.args["id"], "id")
    return as_of(event, event["api_version"])


def page(account: Account, call: ApiRequest) -> StripeObject:
    """GET /v1/events"""
    given = call.given
    if "type" in given and "types" in given:
        raise malformed("You may only specify one of these parameters: type, types.", "type", "parameters_exclusive")
    if len(given.get("types", ())) > MAX_TYPES:
        raise malformed(f"You may only specify up to {MAX_TYPES} types.", "types")
    patterns = [given["type"]] if "type" in given else given.get("types")
    delivered = given.get("delivery_success")
    oldest = account.now - LISTED_FOR

    def fits(event: StripeObject) -> bool:
        return (
            event["created"] >= oldest
            and (patterns is None or any(fnmatchcase(event["type"], each) for each in patterns))
            and (delivered is None or delivered == (event["pending_webhooks"] == 0))
        )

    found = account.events.page(call, "/v1/events", fits)
    return {**found, "data": [as_of(event, event["api_version"]) for event in found["data"]]}


def retry(account: Account, call: ApiRequest) -> StripeObject:
    """POST /v1/events/{id}/retry, the tool's `events resend`: to the named endpoint, else to all that want its type."""
    event = account.events.find(call.args["id"], "id")
    named = call.given.get("webhook_endpoint")
    endpoints = [account.webhook_endpoints.find(named, "webhook_endpoint")] if named else account.webhook_endpoints
    for endpoint in endpoints:
        if endpoint["status"] == "enabled" and (named or wants(endpoint, event["type"])):
            account.resend(event, endpoint["id"])
    return as_of(event, event["api_version"])


OPERATIONS = (
    Operation("GET", "/v1/events", page, LIST),
    Operation("GET", "/v1/events/{id}", retrieve),
    Operation("POST", "/v1/events/{id}/retry", retry, RETRY),
)
