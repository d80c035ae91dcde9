"""Mandates: a bank account may only be debited once its owner has agreed."""

from stripe_stand_in.model.account.account import Account
from stripe_stand_in.model.api.http import ApiRequest, StripeObject
from stripe_stand_in.model.api.operation import Operation


def lacks_mandate(account: Account, call: ApiRequest, method: StripeObject) -> bool:
    """Whether nobody has agreed to debit this bank account: a browser's confirmation implies that its owner does."""
    return (
        method["type"] != "card"
        and account.instruments[method["id"]].mandate is None
        and call.secret
        and call.given.get("mandate_data") is None
    )


def agree(account: Account, call: ApiRequest, method: StripeObject) -> None:
    """Keep the agreement the call brings, if the method needs one and has none yet."""
    instrument = account.instruments[method["id"]]
    if method["type"] == "card" or instrument.mandate is not None:
        return
    given = call.given.get("mandate_data")
    kind = method["type"]
    acceptance = (given or {}).get("customer_acceptance", {"type": "online"})
    mandate: StripeObject = {
        "id": account.mint("mandate"),
        "object": "mandate",
        "customer_acceptance": {
            "accepted_at": acceptance.get("accepted_at", account.stamp),
            acceptance["type"]: {"ip_address": None, "user_agent": None} if acceptance["type"] == "online" else {},
            "type": acceptance["type"],
        },
        "livemode": False,
        "multi_use": {},
        "on_behalf_of": None,
        "payment_method": method["id"],
        "payment_method_details": {
            kind: {} if kind == "us_bank_account" else {"reference": account.draw(12).upper(), "url": ""},
            "type": kind,
        },
        "single_use": None,
        "status": "active",
        "type": "multi_use",
    }
    account.mandates.put(mandate)
    instrument.mandate = mandate["id"]


def retrieve(account: Account, call: ApiRequest) -> StripeObject:
    """GET /v1/mandates/{mandate}"""
    return account.mandates.find(call.args["mandate"], "mandate")


OPERATIONS = (Operation("GET", "/v1/mandates/{mandate}", retrieve),)
