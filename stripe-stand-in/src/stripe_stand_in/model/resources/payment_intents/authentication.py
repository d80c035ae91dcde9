"""3-D Secure: when the shopper's bank wants to see the shopper, and where it is done."""

from collections.abc import Callable
from functools import partial

from stripe_stand_in.model.account.account import Account, Course, Instrument
from stripe_stand_in.model.api.errors import DOC_URL
from stripe_stand_in.model.api.http import StripeObject

GiveUp = Callable[[Account, StripeObject, StripeObject], None]


def stands_in_the_way(instrument: Instrument, *, off_session: bool) -> bool:
    """Whether this payment needs a challenge first."""
    wanted = instrument.behaviour.authentication
    if wanted == "unless_set_up":
        return not (instrument.set_up and off_session)
    return wanted in ("required", "always")


def next_action(account: Account, intent: StripeObject, course: Course, *, native: bool) -> StripeObject:
    """What the browser is told to do: go to the bank's page, or let Stripe.js show it."""
    page = f"{account.settings.action_url}/3ds/{intent['id']}?client_secret={intent['client_secret']}"
    if native:
        return {"type": "use_stripe_sdk", "use_stripe_sdk": {"type": "three_d_secure_redirect", "stripe_js": page}}
    return {"type": "redirect_to_url", "redirect_to_url": {"return_url": course.return_url, "url": page}}


def challenge(account: Account, intent: StripeObject, course: Course, give_up: GiveUp) -> None:
    """Begin a challenge that lapses, and then calls `give_up`, if nobody answers it."""
    course.challenge += 1
    lapse = partial(_lapse, account, intent, course.challenge, give_up)
    account.after(account.settings.challenge_lapses_after, lapse)


def failure(kind: str, *, expired: bool = False) -> StripeObject:
    """The error of a challenge that was failed, or that nobody answered."""
    if expired:
        attempt = "payment_attempt" if kind == "payment_intent" else "setup_attempt"
        code, message = f"{kind}_{attempt}_expired", "The latest attempt has expired because it was not authenticated."
    else:
        code = f"{kind}_authentication_failure"
        message = (
            "We are unable to authenticate your payment method. Please choose a different payment method and try again."
        )
    return {
        "code": code,
        "doc_url": DOC_URL + code.replace("_", "-"),
        "message": message,
        "type": "invalid_request_error",
    }


def _lapse(account: Account, intent: StripeObject, number: int, give_up: GiveUp) -> None:
    if intent["status"] == "requires_action" and account.courses[intent["id"]].challenge == number:
        give_up(account, intent, failure(intent["object"], expired=True))
