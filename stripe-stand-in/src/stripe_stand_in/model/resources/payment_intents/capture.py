"""Capture of authorized payments."""

from stripe_stand_in.model.account.account import Account
from stripe_stand_in.model.account.events import record_event
from stripe_stand_in.model.api.errors import invalid, unexpected_state
from stripe_stand_in.model.api.http import ApiRequest, StripeObject
from stripe_stand_in.model.api.metadata import merged
from stripe_stand_in.model.api.operation import Operation
from stripe_stand_in.model.data.currencies import amount_text, check_step
from stripe_stand_in.model.resources.charges import after_payment
from stripe_stand_in.model.resources.payment_intents.parameters import (
    CAPTURE,
    INCREMENT,
    card_descriptor_refused,
    shown_payment_details,
)
from stripe_stand_in.model.resources.refunds.release import release_uncaptured

CAPTURED_WITH = ("statement_descriptor_suffix",)
"""Parameters of a capture that the intent and its charge show."""


def capture(account: Account, request: ApiRequest) -> StripeObject:
    """POST /v1/payment_intents/{intent}/capture: a partial capture releases the rest."""
    intent = account.payment_intents.find(request.path_args["intent"], "intent")
    if intent["status"] == "succeeded":
        raise unexpected_state("This PaymentIntent could not be captured because it has already been captured.", intent)
    if intent["status"] != "requires_capture":
        raise unexpected_state(
            f"This PaymentIntent could not be captured because it has a status of {intent['status']}. Only a "
            "PaymentIntent with one of the following statuses may be captured: requires_capture.",
            intent,
        )
    amount = int(request.params.get("amount_to_capture") or intent["amount_capturable"])
    check_step(amount, intent["currency"], "amount_to_capture")
    if amount > intent["amount_capturable"]:
        raise invalid(
            f"The requested capture amount ({amount_text(amount, intent['currency'])}) is greater than the amount you "
            f"can capture for this charge ({amount_text(intent['amount_capturable'], intent['currency'])}).",
            "amount_to_capture",
            "amount_too_large",
        )
    if request.params.get("final_capture") is False:
        raise invalid("Multicapture is not available for this payment.", "final_capture")
    if "statement_descriptor" in request.params:
        raise card_descriptor_refused()
    charge = account.charges.find(intent["latest_charge"])
    charge |= {"captured": True, "amount_captured": amount}
    if request.params.get("payment_details"):
        intent["payment_details"] = shown_payment_details(request.params["payment_details"])
    for name in CAPTURED_WITH:
        if name in request.params:
            intent[name] = charge[name] = request.params[name]
    intent |= {"status": "succeeded", "amount_received": amount, "amount_capturable": 0}
    if "metadata" in request.params:
        intent["metadata"] = merged(intent["metadata"], request.params["metadata"])
    after_payment.add_payment_to_balance(account, intent, charge)
    record_event(account, "charge.captured", charge)
    release_uncaptured(account, charge)
    record_event(account, "payment_intent.succeeded", intent)
    behaviour = account.method_states[charge["payment_method"]].behaviour
    after_payment.trigger_test_behaviour(account, charge, behaviour)
    return intent


def increment(account: Account, request: ApiRequest) -> StripeObject:
    """POST /v1/payment_intents/{intent}/increment_authorization: refused, because online cards do not support it."""
    intent = account.payment_intents.find(request.path_args["intent"], "intent")
    if intent["status"] != "requires_capture":
        raise unexpected_state(
            f"This PaymentIntent's authorization could not be incremented because it has a status of "
            f"{intent['status']}.",
            intent,
        )
    raise invalid(
        "This PaymentIntent is not eligible for incremental authorization.", code="capture_unauthorized_payment"
    )


OPERATIONS = (
    Operation("POST", "/v1/payment_intents/{intent}/capture", capture, CAPTURE),
    Operation("POST", "/v1/payment_intents/{intent}/increment_authorization", increment, INCREMENT),
)
