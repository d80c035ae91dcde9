"""Stripe's objects, as large as they are at Stripe, for the stub that serves them and the events that carry them."""

from collections.abc import Mapping
from typing import Any

CREATED = 1_795_000_000

Values = dict[str, Any]


def customer(number: int) -> Values:
    """A Customer."""
    return {
        "id": f"cus_Bench{number:012d}",
        "object": "customer",
        "address": None,
        "balance": 0,
        "created": CREATED,
        "currency": None,
        "default_source": None,
        "delinquent": False,
        "description": None,
        "discount": None,
        "email": None,
        "invoice_prefix": "3E7B4F12",
        "invoice_settings": {"custom_fields": None, "default_payment_method": None, "footer": None},
        "livemode": False,
        "metadata": {},
        "name": None,
        "phone": None,
        "preferred_locales": [],
        "shipping": None,
        "tax_exempt": "none",
        "test_clock": None,
    }


def intent(number: int, asked: Mapping[str, str]) -> Values:
    """The PaymentIntent that a form asks for, not paid yet."""
    identifier = f"pi_Bench{number:019d}"
    amount = int(asked["amount"])
    return {
        "id": identifier,
        "object": "payment_intent",
        "amount": amount,
        "amount_capturable": 0,
        "amount_details": {"tip": {}},
        "amount_received": 0,
        "application": None,
        "application_fee_amount": None,
        "automatic_payment_methods": None,
        "canceled_at": None,
        "cancellation_reason": None,
        "capture_method": asked.get("capture_method", "automatic_async"),
        "client_secret": f"{identifier}_secret_{number:025d}",
        "confirmation_method": "automatic",
        "created": CREATED,
        "currency": asked["currency"],
        "customer": asked["customer"],
        "description": asked.get("description"),
        "last_payment_error": None,
        "latest_charge": None,
        "livemode": False,
        "metadata": _nested(asked, "metadata"),
        "next_action": None,
        "on_behalf_of": None,
        "payment_method": None,
        "payment_method_configuration_details": None,
        "payment_method_options": {"card": {"installments": None, "request_three_d_secure": "automatic"}},
        "payment_method_types": ["card"],
        "processing": None,
        "receipt_email": None,
        "review": None,
        "setup_future_usage": None,
        "shipping": {
            "address": _nested(asked, "shipping[address]"),
            "carrier": None,
            "name": asked.get("shipping[name]"),
            "phone": asked.get("shipping[phone]"),
            "tracking_number": None,
        },
        "source": None,
        "statement_descriptor": None,
        "statement_descriptor_suffix": None,
        "status": "requires_payment_method",
        "transfer_data": None,
        "transfer_group": None,
    }


def paid(asked_for: Values, *, expanded: bool) -> Values:
    """That PaymentIntent once it succeeded, its charge as an id or, where it was asked for, whole."""
    method = asked_for["id"].replace("pi_", "pm_")
    charge = charge_of(asked_for, method)
    return {
        **asked_for,
        "amount_received": asked_for["amount"],
        "status": "succeeded",
        "payment_method": method,
        "latest_charge": charge if expanded else charge["id"],
    }


def authorized(asked_for: Values, *, expanded: bool) -> Values:
    """That PaymentIntent once its whole amount is held, to be captured later."""
    seen = paid(asked_for, expanded=True)
    charge = {**seen["latest_charge"], "amount_captured": 0, "captured": False}
    return {
        **seen,
        "amount_capturable": asked_for["amount"],
        "amount_received": 0,
        "status": "requires_capture",
        "latest_charge": charge if expanded else charge["id"],
    }


def charge_of(asked_for: Values, method: str) -> Values:
    """The charge that paid it."""
    return {
        "id": asked_for["id"].replace("pi_", "ch_"),
        "object": "charge",
        "amount": asked_for["amount"],
        "amount_captured": asked_for["amount"],
        "amount_refunded": 0,
        "balance_transaction": asked_for["id"].replace("pi_", "txn_"),
        "billing_details": {"address": {"country": "US", "postal_code": "98101"}, "email": None, "name": None},
        "captured": True,
        "created": CREATED,
        "currency": asked_for["currency"],
        "customer": asked_for["customer"],
        "description": asked_for["description"],
        "disputed": False,
        "livemode": False,
        "metadata": asked_for["metadata"],
        "outcome": {"network_status": "approved_by_network", "risk_level": "normal", "type": "authorized"},
        "paid": True,
        "payment_intent": asked_for["id"],
        "payment_method": method,
        "payment_method_details": {
            "type": "card",
            "card": {"brand": "visa", "country": "US", "exp_month": 8, "exp_year": 2031, "last4": "4242"},
        },
        "refunded": False,
        "status": "succeeded",
    }


def succeeded_event(asked_for: Values) -> Values:
    """The event by which Stripe tells that it was paid."""
    return {
        "id": asked_for["id"].replace("pi_", "evt_"),
        "object": "event",
        "api_version": "2026-10-28.endive",
        "created": CREATED,
        "data": {"object": paid(asked_for, expanded=False)},
        "livemode": False,
        "pending_webhooks": 1,
        "request": {"id": None, "idempotency_key": None},
        "type": "payment_intent.succeeded",
    }


def refund(number: int, asked: Mapping[str, str]) -> Values:
    """A refund that succeeded at once."""
    return {
        "id": f"re_bench{number}",
        "object": "refund",
        "amount": int(asked["amount"]),
        "charge": asked["payment_intent"].replace("pi_", "ch_"),
        "created": CREATED,
        "currency": "usd",
        "metadata": _nested(asked, "metadata"),
        "payment_intent": asked["payment_intent"],
        "reason": asked.get("reason"),
        "status": "succeeded",
    }


def _nested(asked: Mapping[str, str], prefix: str) -> dict[str, str]:
    start = f"{prefix}["
    return {name[len(start) : -1]: value for name, value in asked.items() if name.startswith(start)}
