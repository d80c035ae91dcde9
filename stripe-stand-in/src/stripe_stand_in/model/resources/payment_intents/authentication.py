"""3-D Secure: when a payment needs a challenge, and where it takes place."""

from collections.abc import Callable
from functools import partial

from stripe_stand_in.model.account.account import Account, ConfirmationState, MethodState
from stripe_stand_in.model.api.errors import DOC_URL
from stripe_stand_in.model.api.http import StripeObject

RecordFailure = Callable[[Account, StripeObject, StripeObject], None]


def challenge_required(method_state: MethodState, *, off_session: bool, requested: str = "automatic") -> bool:
    """Returns whether this payment needs a challenge first; `requested` is request_three_d_secure."""
    wanted = method_state.behaviour.authentication
    if wanted == "optional":
        return requested != "automatic" and not off_session
    if wanted == "unless_set_up":
        return not (method_state.set_up and off_session)
    return wanted in ("required", "always")


def next_action(account: Account, intent: StripeObject, state: ConfirmationState, *, native: bool) -> StripeObject:
    """Returns the next action: redirect to the bank's page, or let Stripe.js show it."""
    page = f"{account.settings.action_url}/3ds/{intent['id']}?client_secret={intent['client_secret']}"
    if native:
        return {"type": "use_stripe_sdk", "use_stripe_sdk": {"type": "three_d_secure_redirect", "stripe_js": page}}
    return {"type": "redirect_to_url", "redirect_to_url": {"return_url": state.return_url, "url": page}}


def challenge(account: Account, intent: StripeObject, state: ConfirmationState, on_expiry: RecordFailure) -> None:
    """Begins a challenge that expires, and then calls `on_expiry`, if it is not completed."""
    state.challenge += 1
    expire = partial(_expire, account, intent, state.challenge, on_expiry)
    account.after(account.settings.challenge_expires_after, expire)


def failure(kind: str, *, expired: bool = False) -> StripeObject:
    """Returns the error of a challenge that failed or expired."""
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


def _expire(account: Account, intent: StripeObject, number: int, on_expiry: RecordFailure) -> None:
    if intent["status"] == "requires_action" and account.confirmation_states[intent["id"]].challenge == number:
        on_expiry(account, intent, failure(intent["object"], expired=True))
