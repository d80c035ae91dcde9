"""Early fraud warnings: an issuer's word that a payment is likely fraudulent."""

from stripe_stand_in.model.account.account import Account
from stripe_stand_in.model.account.events import change, tell
from stripe_stand_in.model.api.http import ApiRequest, StripeObject
from stripe_stand_in.model.api.operation import Operation
from stripe_stand_in.model.api.parameters import LISTING, Fields, Moments, Text

LIST = Fields(**LISTING, charge=Text(), created=Moments(), payment_intent=Text())


def issue(account: Account, charge: StripeObject, fraud_type: str) -> StripeObject:
    """Warn of a charge."""
    warning: StripeObject = {
        "id": account.mint("issfr"),
        "object": "radar.early_fraud_warning",
        "actionable": not charge["disputed"] and not charge["refunded"],
        "charge": charge["id"],
        "created": account.stamp,
        "fraud_type": fraud_type,
        "livemode": False,
        "payment_intent": charge["payment_intent"],
    }
    account.warnings.put(warning)
    tell(account, "radar.early_fraud_warning.created", warning)
    return warning


def reconsider(account: Account, charge: StripeObject) -> None:
    """A warning of a charge that is disputed or refunded in full asks for no action any more."""
    actionable = not charge["disputed"] and not charge["refunded"]
    for warning in account.warnings.at("charge", charge["id"]):
        change(account, "radar.early_fraud_warning.updated", warning, actionable=actionable)


def retrieve(account: Account, call: ApiRequest) -> StripeObject:
    """GET /v1/radar/early_fraud_warnings/{early_fraud_warning}"""
    return account.warnings.find(call.args["early_fraud_warning"])


def page(account: Account, call: ApiRequest) -> StripeObject:
    """GET /v1/radar/early_fraud_warnings"""
    return account.warnings.page(call, "/v1/radar/early_fraud_warnings")


OPERATIONS = (
    Operation("GET", "/v1/radar/early_fraud_warnings", page, LIST),
    Operation("GET", "/v1/radar/early_fraud_warnings/{early_fraud_warning}", retrieve),
)
