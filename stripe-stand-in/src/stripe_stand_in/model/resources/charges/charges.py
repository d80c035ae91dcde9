"""Charges: one for every attempt to take money, kept whether it succeeded or not."""

from typing import Any

from stripe_stand_in.model.account.account import Account
from stripe_stand_in.model.account.events import change
from stripe_stand_in.model.api.addresses import SHIPPING, full_shipping
from stripe_stand_in.model.api.errors import invalid
from stripe_stand_in.model.api.http import ApiRequest, StripeObject
from stripe_stand_in.model.api.metadata import Metadata, merged
from stripe_stand_in.model.api.operation import Operation
from stripe_stand_in.model.api.parameters import EXPAND, LISTING, Choice, Clearable, Email, Fields, Moments, Text

UPDATE = Fields(
    customer=Text(),
    description=Clearable(Text(40000)),
    expand=EXPAND,
    fraud_details=Fields(("user_report",), user_report=Clearable(Choice("fraudulent", "safe"))),
    metadata=Metadata(),
    receipt_email=Clearable(Email()),
    shipping=SHIPPING,
    transfer_group=Text(),
)
LIST = Fields(**LISTING, created=Moments(), customer=Text(), payment_intent=Text(), transfer_group=Text())
APPROVED = {
    "advice_code": None,
    "network_advice_code": None,
    "network_decline_code": None,
    "network_status": "approved_by_network",
    "reason": None,
    "risk_level": "normal",
    "risk_score": 21,
    "seller_message": "Payment complete.",
    "type": "authorized",
}
RISK_SCORES = {"normal": 21, "elevated": 72, "highest": 91}


def make(account: Account, intent: StripeObject, method: StripeObject, *, captured: bool, status: str) -> StripeObject:
    """Put a charge of the intent's amount on its shelf and name it the intent's latest."""
    is_card = method["type"] == "card"
    charge: StripeObject = {
        "id": account.mint("ch" if is_card else "py"),
        "object": "charge",
        "amount": intent["amount"],
        "amount_captured": intent["amount"] if captured and status == "succeeded" else 0,
        "amount_refunded": 0,
        "application": None,
        "application_fee": None,
        "application_fee_amount": intent["application_fee_amount"],
        "authorization_code": None,
        "balance_transaction": None,
        "billing_details": method["billing_details"],
        "calculated_statement_descriptor": "TILL STAND-IN" if is_card else None,
        "captured": captured and status == "succeeded",
        "created": account.stamp,
        "currency": intent["currency"],
        "customer": intent["customer"],
        "description": intent["description"],
        "disputed": False,
        "failure_balance_transaction": None,
        "failure_code": None,
        "failure_message": None,
        "fraud_details": {},
        "level3": None,
        "livemode": False,
        "metadata": dict(intent["metadata"]),
        "on_behalf_of": intent["on_behalf_of"],
        "outcome": dict(APPROVED),
        "paid": status == "succeeded",
        "payment_intent": intent["id"] if intent["object"] == "payment_intent" else None,
        "payment_method": method["id"],
        "payment_method_details": details(account, intent, method, captured=captured),
        "presentment_details": None,
        "radar_options": {},
        "receipt_email": intent["receipt_email"],
        "receipt_number": None,
        "receipt_url": None,
        "refunded": False,
        "review": None,
        "shipping": intent["shipping"],
        "source": None,
        "source_transfer": None,
        "statement_descriptor": intent["statement_descriptor"],
        "statement_descriptor_suffix": intent["statement_descriptor_suffix"],
        "status": status,
        "transfer": None,
        "transfer_data": None,
        "transfer_group": intent["transfer_group"],
    }
    if status == "succeeded":
        charge["receipt_url"] = f"{account.settings.action_url}/receipts/{charge['id']}"
    account.charges.put(charge)
    return charge


def details(account: Account, intent: StripeObject, method: StripeObject, *, captured: bool) -> StripeObject:
    """What a charge says of the means it was paid with."""
    kind = method["type"]
    shown: dict[str, Any] = dict(method[kind])
    instrument = account.instruments[method["id"]]
    if kind == "us_bank_account":
        for name in ("networks", "status_details", "financial_connections_account"):
            shown.pop(name)
        shown |= {"expected_debit_date": None, "mandate": instrument.mandate, "payment_reference": None}
    elif kind == "sepa_debit":
        shown.pop("generated_from")
        shown |= {"expected_debit_date": None, "mandate": instrument.mandate}
    else:
        for name in ("display_brand", "generated_from", "networks", "three_d_secure_usage"):
            shown.pop(name)
        shown |= _card_details(account, intent, shown["brand"], captured=captured)
        if shown["checks"]["cvc_check"] == "unchecked":
            shown["checks"] = {**shown["checks"], "cvc_check": "pass"}
    return {kind: shown, "type": kind}


def _card_details(account: Account, intent: StripeObject, brand: str, *, captured: bool) -> StripeObject:
    lapses = int(account.now + account.settings.authorization_lapses_after)
    return {
        "amount_authorized": intent["amount"],
        "authorization_code": None,
        "capture_before": None if captured else lapses,
        "electronic_commerce_indicator": None,
        "extended_authorization": {"status": "disabled"},
        "incremental_authorization": {"status": "unavailable"},
        "installments": None,
        "mandate": None,
        "moto": None,
        "multicapture": {"status": "unavailable"},
        "network": brand,
        "network_token": {"used": False},
        "network_transaction_id": account.draw(15).upper(),
        "overcapture": {"maximum_amount_capturable": intent["amount"], "status": "unavailable"},
        "setup_credential_usage": None,
        "stored_credential_usage": None,
        "three_d_secure": None,
        "transaction_link_id": None,
    }


def refuse(charge: StripeObject, error: StripeObject, *, blocked: bool) -> None:
    """Mark a charge as failed with this decline."""
    charge["failure_code"] = error["code"]
    charge["failure_message"] = error["message"]
    charge["outcome"] = {
        **APPROVED,
        "advice_code": error.get("advice_code"),
        "network_status": "not_sent_to_network" if blocked else "declined_by_network",
        "reason": "highest_risk_level" if blocked else error["decline_code"] or error["code"],
        "risk_level": "highest" if blocked else "normal",
        "risk_score": RISK_SCORES["highest" if blocked else "normal"],
        "seller_message": "Stripe blocked this payment as too risky." if blocked else "The bank declined the payment.",
        "type": "blocked" if blocked else "issuer_declined",
    }


def retrieve(account: Account, call: ApiRequest) -> StripeObject:
    """GET /v1/charges/{charge}"""
    return account.charges.find(call.args["charge"], "id")


def update(account: Account, call: ApiRequest) -> StripeObject:
    """POST /v1/charges/{charge}"""
    charge = account.charges.find(call.args["charge"], "id")
    given = call.given
    asked: StripeObject = {
        name: given[name] for name in ("description", "receipt_email", "transfer_group") if name in given
    }
    if "customer" in given:
        if charge["customer"] not in (None, given["customer"]):
            raise invalid("You cannot change the customer of a charge that already has one.", "customer")
        asked["customer"] = account.owner(call)
    if "shipping" in given:
        asked["shipping"] = full_shipping(given["shipping"])
    if "fraud_details" in given:
        report = given["fraud_details"]["user_report"]
        asked["fraud_details"] = {} if report is None else {"user_report": report}
    if "metadata" in given:
        asked["metadata"] = merged(charge["metadata"], given["metadata"])
    change(account, "charge.updated", charge, **asked)
    account.charges.point(charge)
    return charge


def page(account: Account, call: ApiRequest) -> StripeObject:
    """GET /v1/charges"""
    account.named_customer(call)
    group = call.given.get("transfer_group")
    return account.charges.page(call, "/v1/charges", lambda charge: group in (None, charge["transfer_group"]))


OPERATIONS = (
    Operation("GET", "/v1/charges", page, LIST),
    Operation("GET", "/v1/charges/{charge}", retrieve),
    Operation("POST", "/v1/charges/{charge}", update, UPDATE),
)
