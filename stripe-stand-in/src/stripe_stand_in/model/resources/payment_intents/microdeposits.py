"""Microdeposits: two small deposits whose amounts or code prove that a bank account is the shopper's."""

from collections.abc import Callable
from functools import partial

from stripe_stand_in.model.account.account import Account, MethodState
from stripe_stand_in.model.account.events import record_event
from stripe_stand_in.model.api.errors import DOC_URL, invalid, malformed, unexpected_state
from stripe_stand_in.model.api.http import ApiRequest, StripeObject
from stripe_stand_in.model.api.parameters import EXPAND, Fields, Integer, ListOf, Text
from stripe_stand_in.model.resources.payment_methods.options import option

RecordFailure = Callable[[Account, StripeObject, StripeObject], None]

VERIFY = Fields(amounts=ListOf(Integer(minimum=1)), client_secret=Text(), descriptor_code=Text(), expand=EXPAND)
BROWSER = frozenset(VERIFY.kinds)
ARRIVE_AFTER = 86400
"""Microdeposits arrive in one to two business days."""
VALID_FOR = 10 * 86400.0
MAX_ATTEMPTS = 10
VERIFIED = ("SM11AA", (32, 45))
"""Stripe's test values: the code or the amounts that verify the account, and those of the failures below."""
TOO_MANY = ("SM33CC", (10, 11))
TIMED_OUT = ("SM44DD", (40, 41))
PREFIX = "payment_method_microdeposit_verification"
MESSAGES = {
    f"{PREFIX}_attempts_exceeded": "You have exceeded the number of allowed verification attempts.",
    f"{PREFIX}_timeout": "Microdeposit verification did not finish within the required period.",
}


def needed(account: Account, intent: StripeObject, method_state: MethodState) -> bool:
    """Returns whether the intent's bank account has to be verified by microdeposits first."""
    method = account.payment_methods.find(intent["payment_method"])
    if method["type"] != "us_bank_account" or method_state.verified:
        return False
    verification = option(intent, "us_bank_account", "verification_method", "automatic")
    return verification == "microdeposits" or (verification == "automatic" and account.settings.uses_microdeposits)


def begin(account: Account, intent: StripeObject, on_failure: RecordFailure) -> StripeObject:
    """Sends the microdeposits; the intent waits for their verification, ten days at most."""
    state = account.confirmation_states[intent["id"]]
    state.challenge += 1
    state.deposit_attempts = 0
    page = f"{account.settings.action_url}/microdeposits/{intent['id']}?client_secret={intent['client_secret']}"
    intent |= {
        "status": "requires_action",
        "next_action": {
            "type": "verify_with_microdeposits",
            "verify_with_microdeposits": {
                "arrival_date": account.timestamp + ARRIVE_AFTER,
                "hosted_verification_url": page,
                "microdeposit_type": "descriptor_code",
            },
        },
    }
    account.after(VALID_FOR, partial(_expire, account, intent, state.challenge, on_failure))
    record_event(account, f"{intent['object']}.requires_action", intent)
    return intent


def verify(account: Account, request: ApiRequest, intent: StripeObject, on_failure: RecordFailure) -> bool:
    """Compares the request's code or amounts; returns whether the account is verified, and raises if they are wrong.

    After too many attempts, or where the test values ask for it, the intent goes back to requires_payment_method.
    """
    action = intent["next_action"] or {}
    if intent["status"] != "requires_action" or action.get("type") != "verify_with_microdeposits":
        raise unexpected_state(
            f"This intent can't be verified with microdeposits because it has a status of {intent['status']}.",
            intent,
            f"{intent['object']}_unexpected_state",
        )
    given = _given(request)
    state = account.confirmation_states[intent["id"]]
    state.deposit_attempts += 1
    if given in TIMED_OUT:
        _fail(account, intent, f"{PREFIX}_timeout", on_failure)
        return False
    if given in TOO_MANY or (given not in VERIFIED and state.deposit_attempts >= MAX_ATTEMPTS):
        _fail(account, intent, f"{PREFIX}_attempts_exceeded", on_failure)
        return False
    if given not in VERIFIED:
        kind = "descriptor_code" if isinstance(given, str) else "amounts"
        raise invalid(
            f"The {kind.replace('_', ' ')} provided does not match what was sent to the bank account. You have "
            f"{MAX_ATTEMPTS - state.deposit_attempts} verification attempts left.",
            kind,
            f"{PREFIX}_{kind}_mismatch",
        )
    account.method_states[intent["payment_method"]].verified = True
    return True


def _given(request: ApiRequest) -> str | tuple[int, ...]:
    code, amounts = request.params.get("descriptor_code"), request.params.get("amounts")
    if (code is None) == (amounts is None):
        raise malformed("Provide either `amounts` or `descriptor_code`.", "amounts", "parameter_missing")
    if amounts is not None and len(amounts) != 2:
        raise malformed("You must provide exactly two amounts.", "amounts", f"{PREFIX}_amounts_invalid")
    return str(code) if amounts is None else tuple(sorted(amounts))


def _expire(account: Account, intent: StripeObject, number: int, on_failure: RecordFailure) -> None:
    waits = intent["status"] == "requires_action" and account.confirmation_states[intent["id"]].challenge == number
    if waits:
        _fail(account, intent, f"{PREFIX}_timeout", on_failure)


def _fail(account: Account, intent: StripeObject, code: str, on_failure: RecordFailure) -> None:
    error = {
        "code": code,
        "doc_url": DOC_URL + code.replace("_", "-"),
        "message": MESSAGES[code],
        "type": "invalid_request_error",
    }
    on_failure(account, intent, error)
