"""Events as Stripe sends them, in the shapes of several of its versions; the people and ids in them are made up."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from application.ports.stripe.events import Event
from domain.identifiers.types import EventId

CREATED = 1_790_000_123
AT = datetime.fromtimestamp(CREATED, UTC)

StripeObject = dict[str, Any]


def card(**given: Any) -> StripeObject:
    return {"brand": "visa", "last4": "4242", "exp_month": 8, "exp_year": 2031, "country": "US", "wallet": None} | given


def payment_method(**given: Any) -> StripeObject:
    return {
        "id": "pm_1Qa",
        "object": "payment_method",
        "billing_details": {"address": {"postal_code": "95113"}, "email": None, "name": "Ada", "phone": None},
        "card": card(),
        "created": CREATED - 9,
        "customer": "cus_Q1",
        "livemode": False,
        "metadata": {},
        "type": "card",
    } | given


def intent(**given: Any) -> StripeObject:
    """A PaymentIntent of version 2026-10-28.endive that succeeded."""
    return {
        "id": "pi_3Qa",
        "object": "payment_intent",
        "amount": 1299,
        "amount_capturable": 0,
        "amount_details": {"tip": {}},
        "amount_received": 1299,
        "canceled_at": None,
        "cancellation_reason": None,
        "capture_method": "automatic_async",
        "client_secret": "pi_3Qa_secret_Zz9",
        "confirmation_method": "automatic",
        "created": CREATED - 60,
        "currency": "usd",
        "customer": "cus_Q1",
        "last_payment_error": None,
        "latest_charge": "ch_3Qa",
        "livemode": False,
        "metadata": {"till_order_id": "ord_0123456789ab", "till_user_id": "user-1"},
        "next_action": None,
        "payment_method": "pm_1Qa",
        "payment_method_types": ["card"],
        "setup_future_usage": None,
        "status": "succeeded",
    } | given


def failed_intent(error: StripeObject | None = None, **given: Any) -> StripeObject:
    """The same after an attempt that failed, in the shape of 2022-11-15 with its whole payment method in the error."""
    fields = {
        "charge": "ch_3Qfailed",
        "code": "card_declined",
        "decline_code": "insufficient_funds",
        "doc_url": "https://stripe.com/docs/error-codes/card-declined",
        "message": "Your card has insufficient funds.",
        "payment_method": payment_method(),
        "type": "card_error",
    } | (error or {})
    return (
        intent(
            status="requires_payment_method",
            amount_received=0,
            latest_charge="ch_3Qfailed",
            payment_method=None,
            last_payment_error={name: value for name, value in fields.items() if value is not None},
        )
        | given
    )


def charge(**given: Any) -> StripeObject:
    """A Charge of 2023-10-16, refunded in part; it has no list of refunds."""
    return {
        "id": "ch_3Qa",
        "object": "charge",
        "amount": 1299,
        "amount_captured": 1299,
        "amount_refunded": 833,
        "captured": True,
        "created": CREATED - 30,
        "currency": "usd",
        "customer": "cus_Q1",
        "disputed": False,
        "invoice": None,
        "outcome": {"network_status": "approved_by_network", "type": "authorized"},
        "paid": True,
        "payment_intent": "pi_3Qa",
        "payment_method": "pm_1Qa",
        "payment_method_details": {"card": card(), "type": "card"},
        "refunded": False,
        "status": "succeeded",
    } | given


def refund(**given: Any) -> StripeObject:
    return {
        "id": "re_3Qa",
        "object": "refund",
        "amount": 833,
        "balance_transaction": "txn_3Qa",
        "charge": "ch_3Qa",
        "created": CREATED - 5,
        "currency": "usd",
        "destination_details": {"card": {"reference_status": "pending", "type": "refund"}, "type": "card"},
        "metadata": {"till_order_id": "ord_0123456789ab", "till_refund_id": "rfd_1"},
        "payment_intent": "pi_3Qa",
        "reason": "requested_by_customer",
        "receipt_number": None,
        "status": "succeeded",
    } | given


def dispute(**given: Any) -> StripeObject:
    """A Dispute of 2024-06-20, when there were no appeals."""
    return {
        "id": "dp_1Qa",
        "object": "dispute",
        "amount": 1299,
        "balance_transactions": [],
        "charge": "ch_3Qa",
        "created": CREATED - 3,
        "currency": "usd",
        "evidence": {"customer_name": "Ada", "uncategorized_text": None},
        "evidence_details": {"due_by": CREATED + 600000, "has_evidence": False, "submission_count": 0},
        "is_charge_refundable": False,
        "livemode": False,
        "metadata": {},
        "payment_intent": "pi_3Qa",
        "reason": "fraudulent",
        "status": "needs_response",
    } | given


def warning(**given: Any) -> StripeObject:
    return {
        "id": "issfr_1Qa",
        "object": "radar.early_fraud_warning",
        "actionable": True,
        "charge": "ch_3Qa",
        "created": CREATED,
        "fraud_type": "made_with_stolen_card",
        "livemode": False,
        "payment_intent": "pi_3Qa",
    } | given


def review(**given: Any) -> StripeObject:
    return {
        "id": "prv_1Qa",
        "object": "review",
        "billing_zip": None,
        "charge": "ch_3Qa",
        "closed_reason": None,
        "created": CREATED,
        "ip_address": "192.0.2.7",
        "livemode": False,
        "open": True,
        "opened_reason": "rule",
        "payment_intent": "pi_3Qa",
        "reason": "rule",
    } | given


def envelope(kind: str, stripe_object: Any, **given: Any) -> StripeObject:
    return {
        "id": "evt_3Qa",
        "object": "event",
        "api_version": "2026-10-28.endive",
        "created": CREATED,
        "data": {"object": stripe_object},
        "livemode": False,
        "pending_webhooks": 1,
        "request": {"id": "req_1", "idempotency_key": "till:1"},
        "type": kind,
    } | given


def event(kind: str, stripe_object: Any, *, live: bool = False, **given: Any) -> Event:
    """An event as the inbox keeps it."""
    return Event(
        id=EventId("evt_3Qa"),
        type=kind,
        created=AT,
        livemode=live,
        api_version="2026-10-28.endive",
        payload=json.dumps(envelope(kind, stripe_object, livemode=live, **given)),
    )
