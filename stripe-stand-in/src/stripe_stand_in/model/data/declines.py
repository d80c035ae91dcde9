"""Declines: the errors of a refused card or debit."""

from stripe_stand_in.model.api.errors import DOC_URL, ApiError
from stripe_stand_in.model.api.http import StripeObject
from stripe_stand_in.model.data.test_cards import Behaviour

MESSAGES = {
    "expired_card": "Your card has expired.",
    "incorrect_cvc": "Your card's security code is incorrect.",
    "processing_error": "An error occurred while processing your card. Try again in a little bit.",
    "insufficient_funds": "Your card has insufficient funds.",
    "card_velocity_exceeded": (
        "Your card was declined for making repeated attempts too frequently or exceeding its amount limit."
    ),
    "authentication_required": "Your card was declined. This transaction requires authentication.",
}
PARAMS = {"expired_card": "exp_month", "incorrect_cvc": "cvc"}
ADVICE = {
    "generic_decline": "try_again_later",
    "insufficient_funds": "try_again_later",
    "processing_error": "try_again_later",
    "incorrect_cvc": "confirm_card_data",
    "expired_card": "confirm_card_data",
    "lost_card": "do_not_try_again",
    "stolen_card": "do_not_try_again",
    "fraudulent": "do_not_try_again",
}


def decline(code: str, decline_code: str | None) -> StripeObject:
    """Returns the error object of a decline."""
    reason = decline_code or code
    error: StripeObject = {
        "code": code,
        "decline_code": decline_code,
        "doc_url": DOC_URL + code.replace("_", "-"),
        "message": MESSAGES.get(reason, "Your card was declined."),
        "type": "card_error",
    }
    if reason in ADVICE:
        error["advice_code"] = ADVICE[reason]
    if code in PARAMS:
        error["param"] = PARAMS[code]
    return error


def declined(behaviour: Behaviour, decline_code: str | None) -> ApiError:
    """Returns the 402 for a payment method that the bank declines outside any intent."""
    return from_error(decline(behaviour.decline or "card_declined", decline_code))


def from_error(error: StripeObject, **details: object) -> ApiError:
    """Returns the 402 of a recorded decline."""
    api_error = ApiError(402, error["message"], kind=error["type"], code=error["code"])
    api_error.error |= {**error, **details}
    return api_error
