"""Outcomes of a payment intent: a failed attempt, a cancellation, and what becomes of its payment method."""

from stripe_stand_in.model.account.account import Account, MethodState
from stripe_stand_in.model.account.events import record_event
from stripe_stand_in.model.api.http import StripeObject
from stripe_stand_in.model.resources.payment_methods import payment_methods
from stripe_stand_in.model.resources.payment_methods.options import future_usage
from stripe_stand_in.model.resources.refunds.release import release_uncaptured


def record_failure(account: Account, intent: StripeObject, error: StripeObject, charge: StripeObject | None) -> None:
    """Returns an intent to requires_payment_method, with the error."""
    method = account.payment_methods.get(intent["payment_method"])
    if method is not None and method["customer"] is None and charge is not None:
        account.method_states[method["id"]].consumed = True
    intent |= {
        "status": "requires_payment_method",
        "payment_method": None,
        "next_action": None,
        "last_payment_error": {**error, "payment_method": method},
    }
    account.confirmation_states[intent["id"]].authenticated = False
    if charge is not None:
        intent["latest_charge"] = charge["id"]
        record_event(account, "charge.failed", charge)
    record_event(account, "payment_intent.payment_failed", intent)


def record_challenge_failure(account: Account, intent: StripeObject, error: StripeObject) -> None:
    """Records that the shopper did not authenticate: nothing was charged."""
    record_failure(account, intent, error, None)


def cancel_intent(account: Account, intent: StripeObject, reason: str | None) -> None:
    """Cancels the intent and releases its authorization."""
    held = intent["status"] == "requires_capture"
    charge = account.charges.get(intent["latest_charge"])
    intent |= {
        "status": "canceled",
        "canceled_at": account.timestamp,
        "cancellation_reason": reason,
        "amount_capturable": 0,
        "next_action": None,
    }
    if charge is not None and held:
        release_uncaptured(account, charge)
    elif charge is not None and charge["status"] == "pending":
        charge |= {"status": "failed", "failure_message": "The payment was canceled before it settled."}
        record_event(account, "charge.failed", charge)
    record_event(account, "payment_intent.canceled", intent)


def consume(intent: StripeObject, method: StripeObject, method_state: MethodState) -> None:
    """Makes a payment method that is not saved unusable for another payment."""
    keeps = future_usage(intent, method["type"]) is not None and intent["customer"] is not None
    if method["customer"] is None and not keeps:
        method_state.consumed = True


def attach_to_customer(account: Account, intent: StripeObject, method: StripeObject, method_state: MethodState) -> None:
    """Saves the payment method with the intent's customer, if the intent asks for that."""
    usage = future_usage(intent, method["type"])
    if usage is None:
        return
    method_state.set_up = method_state.set_up or usage == "off_session"
    if intent["customer"] is not None and method["customer"] is None:
        if method["allow_redisplay"] == "unspecified":
            method["allow_redisplay"] = "limited"
        payment_methods.attach_to(account, method, intent["customer"])
