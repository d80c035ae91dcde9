"""A PaymentIntent in our words."""

from datetime import UTC, datetime

from adapters.stripe.reading.decline_messages import message_for
from adapters.stripe.reading.facts import risk_level
from adapters.stripe.reading.our_ids import order_id_in
from adapters.stripe.reading.paid_with import capture_before, paid_with
from adapters.stripe.reading.shapes import (
    ChargeShape,
    Instruments,
    IntentShape,
    MethodShape,
    NextActionShape,
    PaymentErrorShape,
    id_of,
)
from application.ports.stripe.payments import LastError, NextAction, PaymentSnapshot
from domain.facts.payment import FailedAttempt, PaidWith, PaymentFact, PaymentState
from domain.identifiers.types import ChargeId, CustomerId, PaymentIntentId

_WAITS_FOR_DAYS = {
    "boleto_display_details",
    "card_await_notification",
    "display_bank_transfer_instructions",
    "konbini_display_details",
    "multibanco_display_details",
    "oxxo_display_details",
    "pix_display_qr_code",
    "verify_with_microdeposits",
}
"""The next actions that Stripe gives the shopper, or the bank, days for; it ends them itself when they lapse."""

CARD_ERROR = "card_error"
"""The one type of error by which an issuer, or Stripe's fraud rules, say no."""

_STATES = {
    "requires_payment_method": PaymentState.PENDING,
    "requires_confirmation": PaymentState.PENDING,
    "requires_action": PaymentState.REQUIRES_ACTION,
    "processing": PaymentState.PROCESSING,
    "requires_capture": PaymentState.UNCAPTURED,
    "succeeded": PaymentState.SUCCEEDED,
    "canceled": PaymentState.CANCELED,
}
_BEFORE_ANY_CHARGE = {"payment_intent_authentication_failure", "payment_intent_payment_attempt_expired"}
"""A shopper who fails a challenge is not charged: `latest_charge` is then an earlier attempt's."""


def payment_fact(intent: IntentShape, at: datetime) -> PaymentFact:
    """How the payment stands. `at` is when this was read, and dates a failure that has no time of its own."""
    return PaymentFact(
        payment_intent_id=PaymentIntentId(intent.id),
        state=_state(intent),
        amount=intent.amount,
        amount_received=intent.amount_received,
        currency=intent.currency.lower(),
        customer_id=_customer_id(intent),
        order_id=order_id_in(intent.metadata),
        charge_id=_charge_id(intent),
        paid_with=_paid_with(intent),
        failure=_failure(intent, at),
        cancellation_reason=intent.cancellation_reason,
        manual_capture=intent.capture_method == "manual",
        amount_capturable=intent.amount if intent.amount_capturable is None else intent.amount_capturable,
        capture_before=_capture_before(intent),
        risk_level=risk_level(intent.latest_charge) if isinstance(intent.latest_charge, ChargeShape) else None,
    )


def payment_snapshot(intent: IntentShape, at: datetime) -> PaymentSnapshot:
    """The payment as it was just read at `at`."""
    error, action = intent.last_payment_error, intent.next_action
    return PaymentSnapshot(
        id=PaymentIntentId(intent.id),
        status=intent.status,
        amount=intent.amount,
        amount_received=intent.amount_received,
        currency=intent.currency.lower(),
        client_secret=intent.client_secret or "",
        last_error=last_error(error) if error else None,
        next_action=_next_action(action) if action else None,
        fact=payment_fact(intent, at),
    )


def _next_action(action: NextActionShape) -> NextAction:
    return NextAction(type=action.type, redirect_url=action.page, waits_for_days=action.type in _WAITS_FOR_DAYS)


def last_error(error: PaymentErrorShape) -> LastError:
    """Why an attempt failed, with a sentence for shoppers."""
    return LastError(
        code=error.code or "unknown",
        decline_code=error.decline_code,
        message=message_for(error.code, error.decline_code),
    )


def attempt_without_charge(method_id: str | None, code: str | None) -> str:
    """The id of a failed attempt that left no charge behind."""
    return f"{method_id or 'unknown'}:{code or 'unknown'}"


def _state(intent: IntentShape) -> PaymentState:
    if intent.status == "requires_payment_method" and intent.last_payment_error is not None:
        return PaymentState.FAILED
    return _STATES.get(intent.status, PaymentState.PENDING)


def _failure(intent: IntentShape, at: datetime) -> FailedAttempt | None:
    error = intent.last_payment_error
    if error is None:
        return None
    charge_id = id_of(error.charge)
    if charge_id is None and error.code not in _BEFORE_ANY_CHARGE:
        charge_id = _charge_id(intent)
    return FailedAttempt(
        id=charge_id or attempt_without_charge(id_of(error.payment_method), error.code),
        at=_charged_at(intent, charge_id) or at,
        code=error.code,
        decline_code=error.decline_code,
        declined=error.type == CARD_ERROR,
    )


def _charged_at(intent: IntentShape, charge_id: str | None) -> datetime | None:
    charge = intent.latest_charge
    if isinstance(charge, ChargeShape) and charge.id == charge_id and charge.created is not None:
        return datetime.fromtimestamp(charge.created, UTC)
    return None


def _customer_id(intent: IntentShape) -> CustomerId | None:
    customer_id = id_of(intent.customer)
    return CustomerId(customer_id) if customer_id else None


def _charge_id(intent: IntentShape) -> ChargeId | None:
    charge_id = id_of(intent.latest_charge)
    return ChargeId(charge_id) if charge_id else None


def _capture_before(intent: IntentShape) -> datetime | None:
    charge = intent.latest_charge
    return capture_before(charge.payment_method_details) if isinstance(charge, ChargeShape) else None


def _paid_with(intent: IntentShape) -> PaidWith | None:
    method_id = id_of(intent.payment_method)
    details = intent.latest_charge.payment_method_details if isinstance(intent.latest_charge, ChargeShape) else None
    details = details or (intent.payment_method if isinstance(intent.payment_method, MethodShape) else None)
    if details is None and method_id is not None:
        types = intent.payment_method_types or []
        details = Instruments(type=types[0]) if len(types) == 1 else Instruments()
    return paid_with(method_id, details) if details else None
