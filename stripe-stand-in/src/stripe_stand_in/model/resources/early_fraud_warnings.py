"""Early fraud warnings: an issuer's report that a payment may be fraudulent."""

from stripe_stand_in.model.account.account import Account
from stripe_stand_in.model.account.events import record_event, update_with_event
from stripe_stand_in.model.api.http import ApiRequest, StripeObject
from stripe_stand_in.model.api.operation import Operation
from stripe_stand_in.model.api.parameters import LISTING, Fields, Text, TimeRange

LIST = Fields(**LISTING, charge=Text(), created=TimeRange(), payment_intent=Text())


def issue(account: Account, charge: StripeObject, fraud_type: str) -> StripeObject:
    """Issues a warning about a charge."""
    warning: StripeObject = {
        "id": account.new_id("issfr"),
        "object": "radar.early_fraud_warning",
        "actionable": not charge["disputed"] and not charge["refunded"],
        "charge": charge["id"],
        "created": account.timestamp,
        "fraud_type": fraud_type,
        "livemode": False,
        "payment_intent": charge["payment_intent"],
    }
    account.warnings.add(warning)
    record_event(account, "radar.early_fraud_warning.created", warning)
    return warning


def update_actionable(account: Account, charge: StripeObject) -> None:
    """Makes the warnings of a charge that is disputed or fully refunded no longer actionable."""
    actionable = not charge["disputed"] and not charge["refunded"]
    for warning in account.warnings.where("charge", charge["id"]):
        update_with_event(account, "radar.early_fraud_warning.updated", warning, actionable=actionable)


def retrieve(account: Account, request: ApiRequest) -> StripeObject:
    """GET /v1/radar/early_fraud_warnings/{early_fraud_warning}"""
    return account.warnings.find(request.path_args["early_fraud_warning"])


def page(account: Account, request: ApiRequest) -> StripeObject:
    """GET /v1/radar/early_fraud_warnings"""
    return account.warnings.page(request, "/v1/radar/early_fraud_warnings")


OPERATIONS = (
    Operation("GET", "/v1/radar/early_fraud_warnings", page, LIST),
    Operation("GET", "/v1/radar/early_fraud_warnings/{early_fraud_warning}", retrieve),
)
