"""Every parameter of Stripe's description has its effect, is refused by its name, or is listed with its reason."""

import json
from functools import cache
from typing import Any

import pytest

from stripe_stand_in.model.api.coverage import coverage
from tests.description import schema
from tests.description.examples import PLACES, leaves, merged, nested, values
from tests.model.caller import Shop

DESCRIBED = sorted(schema.operations())
ALWAYS_REFUSED = ("capture_unauthorized_payment",)
"""The error of an operation that is refused whatever it is sent: increment_authorization."""
COVERED = {(each.method, each.path): each for each in coverage()}


def _account(shop: Shop) -> str:
    """All that the account holds, as text: objects, events and the states behind them."""
    account = shop.model._account
    stores = {name: list(getattr(account, name)) for name in (
        "customers", "payment_methods", "payment_intents", "setup_intents", "charges", "refunds", "disputes", "reviews",
        "warnings", "balance_transactions", "webhook_endpoints", "mandates", "setup_attempts", "tokens",
    )}  # fmt: skip
    events = [event["type"] for event in account.events]
    return json.dumps([stores, events], default=str) + repr((account.method_states, account.confirmation_states))


def outcome(method: str, path: str, number: int, parameters: dict[str, Any]) -> tuple[int, dict[str, Any], str]:
    """Status, error and all that can be seen afterwards, of one call in a shop that is the same each time."""
    make, base = PLACES.get(f"{method} {path}", [(lambda _: {}, {})])[number]
    shop = Shop()
    shop.pay()
    customer, paid = shop.customer(name="Ada"), str(shop.pay()["id"])
    shop.customer()
    if method == "GET":
        for _ in range(2):
            shop.pay("pm_card_createDispute")
            shop.pay("pm_card_createIssuerFraudRecord")
            shop.refund(shop.pay(), amount=1)
            shop.post("/v1/setup_intents", {"payment_method": "pm_card_visa", "allowed_payment_method_types": ["card"]})
            shop.post("/v1/webhook_endpoints", {"url": "https://shop.example/b", "enabled_events": ["charge.failed"]})
        shop.wait(30)
    args = make(shop)
    text = json.dumps(base).replace("{customer}", customer).replace("{paid}", paid)
    result = shop.call(method, path.format(**args), merged(json.loads(text), parameters))
    seen = {name: value for name, value in result.json.items() if name != "error"}
    return result.status, result.json.get("error", {}), json.dumps(seen) + _account(shop)


@cache
def before(method: str, path: str, number: int) -> tuple[int, str]:
    """Status and all that can be seen, of the same call without the parameter in question."""
    status, _, seen = outcome(method, path, number, {})
    return status, seen


def verdict(method: str, path: str, name: str, described: dict[str, Any]) -> str:
    """Whether the parameter is used, refused by its name, or ignored."""
    for number in range(len(PLACES.get(f"{method} {path}", [None]))):
        status_before, seen_before = before(method, path, number)
        for value in values(name, described):
            status, error, seen = outcome(method, path, number, nested(name, value))
            if error.get("code") == "not_offered":
                assert name.startswith(error["param"]), (name, error)
                return "refused"
            if error.get("code") in ALWAYS_REFUSED:
                return "refused"
            unknown = error.get("code") == "parameter_unknown" and name not in str(error["message"])
            if not unknown and (status != status_before or (status == 200 and seen != seen_before)):
                return "used"
    return "ignored"


@pytest.mark.parametrize(("method", "path"), DESCRIBED)
def test_every_parameter_is_used_refused_or_listed(method: str, path: str) -> None:
    listed = COVERED[method, path].no_effect
    found = {
        name: verdict(method, path, name, described)
        for top, top_schema in schema.parameters(method, path).items()
        for name, described in leaves(top, top_schema)
        if not any(name.startswith(each) for each in listed)
    }
    assert [name for name, how in found.items() if how == "ignored"] == []


@pytest.mark.parametrize(("method", "path"), DESCRIBED)
def test_a_made_up_parameter_is_refused_by_its_name(method: str, path: str) -> None:
    status, error, _ = outcome(method, path, 0, {"made_up": "1"})
    assert (status, error["code"], error["param"]) == (400, "parameter_unknown", "made_up")


def test_a_swallowed_parameter_would_be_seen() -> None:
    assert verdict("POST", "/v1/customers", "name", {"type": "string"}) == "used"
    assert verdict("POST", "/v1/payment_intents", "radar_options", {"type": "string"}) == "ignored"
