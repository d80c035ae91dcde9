"""Mandates: the account holder's permission to debit a bank account."""

from stripe_stand_in.model.account.account import Account
from stripe_stand_in.model.api.http import ApiRequest, StripeObject
from stripe_stand_in.model.api.operation import Operation

DEBITS = ("us_bank_account", "sepa_debit")


def mandate_missing(account: Account, request: ApiRequest, method: StripeObject) -> bool:
    """Returns whether a mandate is missing; a browser's confirmation implies one."""
    return (
        method["type"] in DEBITS
        and account.method_states[method["id"]].mandate is None
        and request.has_secret_key
        and request.params.get("mandate_data") is None
    )


def ensure_mandate(account: Account, request: ApiRequest, method: StripeObject) -> None:
    """Creates the mandate that the request gives, if the payment method needs one and has none yet."""
    method_state = account.method_states[method["id"]]
    if method["type"] not in DEBITS or method_state.mandate is not None:
        return
    params = request.params.get("mandate_data")
    kind = method["type"]
    acceptance = (params or {}).get("customer_acceptance", {"type": "online"})
    online = {"ip_address": None, "user_agent": None, **acceptance.get("online", {})}
    online.pop("infer_from_client", None)
    mandate: StripeObject = {
        "id": account.new_id("mandate"),
        "object": "mandate",
        "customer_acceptance": {
            "accepted_at": acceptance.get("accepted_at", account.timestamp),
            acceptance["type"]: {"ip_address": None, "user_agent": None, **online}
            if acceptance["type"] == "online"
            else {},
            "type": acceptance["type"],
        },
        "livemode": False,
        "multi_use": {},
        "on_behalf_of": None,
        "payment_method": method["id"],
        "payment_method_details": {
            kind: {} if kind == "us_bank_account" else {"reference": account.random_text(12).upper(), "url": ""},
            "type": kind,
        },
        "single_use": None,
        "status": "active",
        "type": "multi_use",
    }
    account.mandates.add(mandate)
    method_state.mandate = mandate["id"]


def retrieve(account: Account, request: ApiRequest) -> StripeObject:
    """GET /v1/mandates/{mandate}"""
    return account.mandates.find(request.path_args["mandate"], "mandate")


OPERATIONS = (Operation("GET", "/v1/mandates/{mandate}", retrieve),)
