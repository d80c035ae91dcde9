"""Mandates: a bank account may only be debited once its owner has agreed."""

from adapters.in_memory.stripe.account import Account
from adapters.in_memory.stripe.answer import Call, Thing
from adapters.in_memory.stripe.operation import Operation
from adapters.in_memory.stripe.refusal import invalid


def check_mandate(account: Account, call: Call, method: Thing, code: str) -> None:
    """Refuse to debit a bank account nobody agreed to; keep the agreement the call brings, or the browser implies."""
    instrument = account.instruments[method["id"]]
    if method["type"] == "card" or instrument.mandate is not None:
        return
    given = call.given.get("mandate_data")
    if given is None and call.secret:
        raise invalid(
            f"A mandate is required to debit this PaymentMethod ({method['id']}). Provide `mandate_data`.",
            "mandate_data",
            code,
        )
    kind = method["type"]
    acceptance = (given or {}).get("customer_acceptance", {"type": "online"})
    mandate: Thing = {
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


def retrieve(account: Account, call: Call) -> Thing:
    """GET /v1/mandates/{mandate}"""
    return account.mandates.find(call.args["mandate"], "mandate")


OPERATIONS = (Operation("GET", "/v1/mandates/{mandate}", retrieve),)
