"""Expansion: ids replaced by the objects they name, as the `expand` parameter asks."""

from stripe_stand_in.model.account.account import Account
from stripe_stand_in.model.account.store import list_object
from stripe_stand_in.model.api.errors import ApiError, malformed
from stripe_stand_in.model.api.http import StripeObject

DEEPEST = 4

EXPANDABLE: dict[str, dict[str, str]] = {
    "balance_transaction": {"source": ""},
    "charge": {
        "application": "", "application_fee": "", "balance_transaction": "balance_transaction", "customer": "customer",
        "failure_balance_transaction": "balance_transaction", "on_behalf_of": "", "payment_intent": "payment_intent",
        "review": "review", "source_transfer": "", "transfer": "",
    },
    "customer": {"default_source": "", "test_clock": ""},
    "customer_session": {"customer": "customer"},
    "dispute": {"charge": "charge", "payment_intent": "payment_intent"},
    "mandate": {"payment_method": "payment_method"},
    "payment_intent": {
        "application": "", "customer": "customer", "latest_charge": "charge", "on_behalf_of": "",
        "payment_method": "payment_method", "payment_record": "", "review": "review", "source": "",
    },
    "payment_method": {"customer": "customer"},
    "radar.early_fraud_warning": {"charge": "charge", "payment_intent": "payment_intent"},
    "refund": {
        "balance_transaction": "balance_transaction", "charge": "charge", "customer": "customer",
        "failure_balance_transaction": "balance_transaction", "payment_intent": "payment_intent",
        "payment_method": "payment_method", "source_transfer_reversal": "", "transfer_reversal": "",
    },
    "review": {"charge": "charge", "payment_intent": "payment_intent"},
    "setup_attempt": {
        "application": "", "customer": "customer", "on_behalf_of": "", "payment_method": "payment_method",
        "setup_intent": "setup_intent",
    },
    "setup_intent": {
        "application": "", "customer": "customer", "latest_attempt": "setup_attempt", "mandate": "mandate",
        "on_behalf_of": "", "payment_method": "payment_method", "single_use_mandate": "mandate",
    },
}  # fmt: skip
"""Expandable fields by object, and the kind of object they name; empty for what this account never has."""

ON_REQUEST = {
    "charge": ("refunds",),
    "customer": ("sources", "subscriptions", "tax_ids", "cash_balance", "tax"),
}
"""Parts that are left out unless expanded."""

SOURCES = {"ch": "charge", "py": "charge", "re": "refund", "pyr": "refund", "du": "dispute"}


def expanded(account: Account, stripe_object: StripeObject, paths: list[str]) -> StripeObject:
    """Returns a copy of `stripe_object` with every path expanded."""
    for path in paths:
        steps = path.split(".")
        if len(steps) > DEEPEST + (steps[0] == "data"):
            raise malformed(f"You cannot expand more than {DEEPEST} levels of a property. Property: {path}", "expand")
        stripe_object = _along(account, stripe_object, steps, path)
    return stripe_object


def _along(account: Account, stripe_object: StripeObject, steps: list[str], path: str) -> StripeObject:
    step, *further = steps
    value = stripe_object.get(step)
    if isinstance(value, list) and step == "data" and stripe_object.get("object") in ("list", "search_result"):
        if not further:
            raise _never(path)
        return {**stripe_object, "data": [_along(account, each, further, path) for each in value]}
    kind = stripe_object.get("object", "")
    if step in ON_REQUEST.get(kind, ()):
        value = value or _part(account, stripe_object, step)
    elif step in EXPANDABLE.get(kind, {}):
        if isinstance(value, str):
            value = _named(account, EXPANDABLE[kind][step] or _kind_of(value), value)
    elif not (further and isinstance(value, dict)):
        if further and value is None and step in stripe_object:
            return stripe_object
        raise _never(path)
    if further and isinstance(value, dict):
        value = _along(account, value, further, path)
    return {**stripe_object, step: value}


def _named(account: Account, kind: str, identity: str) -> StripeObject | str:
    stripe_object = account.store(kind).get(identity) if kind else None
    if stripe_object is None:
        return identity
    if stripe_object.get("deleted"):
        return {"id": identity, "object": kind, "deleted": True}
    return stripe_object


def _kind_of(identity: str) -> str:
    return SOURCES.get(identity.partition("_")[0], "")


def _part(account: Account, stripe_object: StripeObject, step: str) -> StripeObject | None:
    if stripe_object["object"] == "charge":
        refunds = account.refunds.where("charge", stripe_object["id"])[::-1]
        return list_object(refunds[:10], f"/v1/charges/{stripe_object['id']}/refunds", has_more=len(refunds) > 10)
    if step in ("sources", "subscriptions", "tax_ids"):
        return list_object([], f"/v1/customers/{stripe_object['id']}/{step}")
    return None


def _never(path: str) -> ApiError:
    return malformed(f"This property cannot be expanded ({path}).", "expand")
