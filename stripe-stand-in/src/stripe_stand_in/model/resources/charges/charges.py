"""Charges: one for every payment attempt, whether it succeeded or not."""

from typing import Any

from stripe_stand_in.model.account.account import Account, MethodState
from stripe_stand_in.model.account.events import update_with_event
from stripe_stand_in.model.api.addresses import SHIPPING, full_shipping
from stripe_stand_in.model.api.errors import invalid
from stripe_stand_in.model.api.http import ApiRequest, StripeObject
from stripe_stand_in.model.api.metadata import Metadata, merged
from stripe_stand_in.model.api.operation import Operation
from stripe_stand_in.model.api.parameters import EXPAND, LISTING, Choice, Clearable, Email, Fields, Text, TimeRange
from stripe_stand_in.model.data.test_cards import Behaviour
from stripe_stand_in.model.resources.payment_methods.options import option

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
LIST = Fields(**LISTING, created=TimeRange(), customer=Text(), payment_intent=Text(), transfer_group=Text())
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


def create(
    account: Account, intent: StripeObject, method: StripeObject, *, captured: bool, status: str
) -> StripeObject:
    """Creates a charge of the intent's amount."""
    is_card = method["type"] == "card"
    charge: StripeObject = {
        "id": account.new_id("ch" if is_card else "py"),
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
        "created": account.timestamp,
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
        "outcome": dict(APPROVED) if is_card else {**APPROVED, "risk_level": "not_assessed", "risk_score": None},
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
    account.charges.add(charge)
    return charge


def details(account: Account, intent: StripeObject, method: StripeObject, *, captured: bool) -> StripeObject:
    """Returns a charge's payment_method_details."""
    kind = method["type"]
    shown: dict[str, Any] = dict(method[kind])
    method_state = account.method_states[method["id"]]
    if kind == "us_bank_account":
        for name in ("networks", "status_details", "financial_connections_account"):
            shown.pop(name)
        shown |= {"expected_debit_date": None, "mandate": method_state.mandate, "payment_reference": None}
    elif kind == "sepa_debit":
        shown.pop("generated_from")
        shown |= {"expected_debit_date": None, "mandate": method_state.mandate}
    elif kind == "card":
        for name in ("display_brand", "generated_from", "networks", "three_d_secure_usage"):
            shown.pop(name)
        shown |= _card_details(account, intent, shown["brand"], captured=captured)
        shown["checks"] = _checks(method, method_state.behaviour)
    return {kind: shown, "type": kind}


def _checks(method: StripeObject, behaviour: Behaviour) -> StripeObject:
    """Returns the outcome of the issuer's checks of what was given."""
    address = method["billing_details"]["address"]
    given = {
        "address_line1_check": address["line1"],
        "address_postal_code_check": address["postal_code"],
        "cvc_check": method["card"]["checks"]["cvc_check"],
    }
    checks: StripeObject = {
        name: None if value is None else "fail" if name in behaviour.checks else "pass" for name, value in given.items()
    }
    if behaviour.address_unchecked:
        checks |= {name: "unavailable" for name in checks if name.startswith("address") and checks[name]}
    return checks


def _card_details(account: Account, intent: StripeObject, brand: str, *, captured: bool) -> StripeObject:
    expires = int(account.now + account.settings.authorization_expires_after)
    return {
        "amount_authorized": intent["amount"],
        "authorization_code": None,
        "capture_before": None if captured else expires,
        "electronic_commerce_indicator": None,
        "extended_authorization": {"status": "disabled"},
        "incremental_authorization": {"status": "unavailable"},
        "installments": None,
        "mandate": None,
        "moto": None,
        "multicapture": {"status": "unavailable"},
        "network": option(intent, "card", "network") or brand,
        "network_token": {"used": False},
        "network_transaction_id": account.random_text(15).upper(),
        "overcapture": {"maximum_amount_capturable": intent["amount"], "status": "unavailable"},
        "setup_credential_usage": None,
        "stored_credential_usage": None,
        "three_d_secure": None,
        "transaction_link_id": None,
    }


def authentication_result(
    account: Account, intent: StripeObject, method_state: MethodState, *, challenged: bool
) -> StripeObject:
    """Returns how a card charge shows 3-D Secure: after a challenge, without friction, or attempted as requested."""
    frictionless = method_state.behaviour.authentication == "frictionless"
    attempted = option(intent, "card", "request_three_d_secure", "automatic") != "automatic"
    if not (challenged or frictionless or attempted):
        return {}
    authenticated = challenged or frictionless
    indicator = "05" if authenticated else "06"
    return {
        "electronic_commerce_indicator": indicator,
        "three_d_secure": {
            "authentication_flow": "challenge" if challenged else "frictionless" if frictionless else None,
            "electronic_commerce_indicator": indicator,
            "exemption_indicator": None,
            "exemption_indicator_applied": None,
            "result": "authenticated" if authenticated else "attempt_acknowledged",
            "result_reason": None,
            "transaction_id": account.random_text(36),
            "version": "2.2.0",
        },
    }


def set_risk(charge: StripeObject, level: str) -> None:
    """Sets the risk that Radar sees in a card charge."""
    charge["outcome"] |= {"risk_level": level, "risk_score": RISK_SCORES[level]}


def mark_failed(charge: StripeObject, error: StripeObject, *, blocked: bool) -> None:
    """Marks a charge as failed with this decline."""
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


def retrieve(account: Account, request: ApiRequest) -> StripeObject:
    """GET /v1/charges/{charge}"""
    return account.charges.find(request.path_args["charge"], "id")


def update(account: Account, request: ApiRequest) -> StripeObject:
    """POST /v1/charges/{charge}"""
    charge = account.charges.find(request.path_args["charge"], "id")
    params = request.params
    updates: StripeObject = {
        name: params[name] for name in ("description", "receipt_email", "transfer_group") if name in params
    }
    if "customer" in params:
        if charge["customer"] not in (None, params["customer"]):
            raise invalid("You cannot change the customer of a charge that already has one.", "customer")
        updates["customer"] = account.owner(request)
    if "shipping" in params:
        updates["shipping"] = full_shipping(params["shipping"])
    if "fraud_details" in params:
        report = params["fraud_details"]["user_report"]
        updates["fraud_details"] = {} if report is None else {"user_report": report}
    if "metadata" in params:
        updates["metadata"] = merged(charge["metadata"], params["metadata"])
    update_with_event(account, "charge.updated", charge, **updates)
    account.charges.reindex(charge)
    return charge


def page(account: Account, request: ApiRequest) -> StripeObject:
    """GET /v1/charges"""
    account.named_customer(request)
    group = request.params.get("transfer_group")
    return account.charges.page(request, "/v1/charges", lambda charge: group in (None, charge["transfer_group"]))


OPERATIONS = (
    Operation("GET", "/v1/charges", page, LIST),
    Operation("GET", "/v1/charges/{charge}", retrieve),
    Operation("POST", "/v1/charges/{charge}", update, UPDATE),
)
