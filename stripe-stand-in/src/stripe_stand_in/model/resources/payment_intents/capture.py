"""Capture: taking the money that was only held."""

from stripe_stand_in.model.account.account import Account
from stripe_stand_in.model.account.events import tell
from stripe_stand_in.model.api.errors import invalid, unexpected_state
from stripe_stand_in.model.api.http import ApiRequest, StripeObject
from stripe_stand_in.model.api.metadata import merged
from stripe_stand_in.model.api.operation import Operation
from stripe_stand_in.model.data.currencies import check_step, shown
from stripe_stand_in.model.resources.charges import after_payment as aftermath
from stripe_stand_in.model.resources.payment_intents.parameters import CAPTURE, INCREMENT


def capture(account: Account, call: ApiRequest) -> StripeObject:
    """POST /v1/payment_intents/{intent}/capture: of less than all, the rest is released."""
    intent = account.payment_intents.find(call.args["intent"], "intent")
    if intent["status"] == "succeeded":
        raise unexpected_state("This PaymentIntent could not be captured because it has already been captured.", intent)
    if intent["status"] != "requires_capture":
        raise unexpected_state(
            f"This PaymentIntent could not be captured because it has a status of {intent['status']}. Only a "
            "PaymentIntent with one of the following statuses may be captured: requires_capture.",
            intent,
        )
    amount = int(call.given.get("amount_to_capture") or intent["amount_capturable"])
    check_step(amount, intent["currency"], "amount_to_capture")
    if amount > intent["amount_capturable"]:
        raise invalid(
            f"The requested capture amount ({shown(amount, intent['currency'])}) is greater than the amount you can "
            f"capture for this charge ({shown(intent['amount_capturable'], intent['currency'])}).",
            "amount_to_capture",
            "amount_too_large",
        )
    if call.given.get("final_capture") is False:
        raise invalid("Multicapture is not available for this payment.", "final_capture")
    charge = account.charges.find(intent["latest_charge"])
    charge |= {"captured": True, "amount_captured": amount}
    intent |= {"status": "succeeded", "amount_received": amount, "amount_capturable": 0}
    if "metadata" in call.given:
        intent["metadata"] = merged(intent["metadata"], call.given["metadata"])
    aftermath.book_payment(account, intent, charge)
    tell(account, "charge.captured", charge)
    tell(account, "payment_intent.succeeded", intent)
    act = account.instruments[charge["payment_method"]].behaviour
    aftermath.follow(account, charge, act)
    return intent


def increment(account: Account, call: ApiRequest) -> StripeObject:
    """POST /v1/payment_intents/{intent}/increment_authorization: refused, since cards typed online don't allow it."""
    intent = account.payment_intents.find(call.args["intent"], "intent")
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
