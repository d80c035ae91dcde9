"""Confirming a payment intent: choosing the method, asking the shopper's bank, and what comes of it."""

from functools import partial

from stripe_stand_in.model.account.account import Account, Instrument
from stripe_stand_in.model.account.events import tell
from stripe_stand_in.model.api.errors import unexpected_state
from stripe_stand_in.model.api.http import ApiRequest, StripeObject
from stripe_stand_in.model.api.parameters import EXPAND, Fields, Text
from stripe_stand_in.model.data.declines import decline, from_error
from stripe_stand_in.model.resources.charges import after_payment as aftermath
from stripe_stand_in.model.resources.charges import charges
from stripe_stand_in.model.resources.payment_intents.authentication import challenge, next_action, stands_in_the_way
from stripe_stand_in.model.resources.payment_methods import payment_methods
from stripe_stand_in.model.resources.payment_methods.mandates import agree

SECRET = Fields(client_secret=Text(), expand=EXPAND)
BROWSER_READ = frozenset(("client_secret", "expand"))


def confirm(account: Account, call: ApiRequest, intent: StripeObject) -> StripeObject:
    """Attempt the payment; a decline is raised as the 402 it is, after it was recorded."""
    course = account.courses[intent["id"]]
    method = account.payment_methods.find(intent["payment_method"], "payment_method")
    instrument = account.instruments[method["id"]]
    agree(account, call, method)
    course.confirmations += 1
    if course.confirmations > account.settings.confirmation_limit:
        end(account, intent, "automatic")
        raise unexpected_state("This PaymentIntent was canceled because it has been confirmed too many times.", intent)
    course.off_session = call.given.get("off_session", "false") != "false"
    course.return_url = call.given.get("return_url", course.return_url)
    intent["next_action"] = None
    if course.authenticated and intent["status"] == "requires_confirmation":
        return pay(account, intent, challenged=True)
    if instrument.behaviour.unavailable and not course.off_session:
        return fail(account, intent, decline("card_declined", "processing_error"))
    if stands_in_the_way(instrument, off_session=course.off_session):
        if course.off_session or call.given.get("error_on_requires_action"):
            return fail(account, intent, decline("authentication_required", "authentication_required"))
        native = bool(call.given.get("use_stripe_sdk")) or course.return_url is None
        intent["next_action"] = next_action(account, intent, course, native=native)
        intent["status"] = "requires_action"
        challenge(account, intent, course, give_up)
        tell(account, "payment_intent.requires_action", intent)
        return intent
    return pay(account, intent, challenged=False)


def pay(account: Account, intent: StripeObject, *, challenged: bool) -> StripeObject:
    """Charge the intent's method; the 402 of a decline is raised once all is recorded."""
    method = account.payment_methods.find(intent["payment_method"])
    instrument = account.instruments[method["id"]]
    act = instrument.behaviour
    intent["next_action"] = None
    if act.blocked:
        return fail(account, intent, decline("card_declined", "fraudulent"), blocked=True)
    if act.decline is not None:
        return fail(account, intent, decline(act.decline, act.decline_code))
    if act.after_authentication is not None:
        return fail(account, intent, decline("card_declined", act.after_authentication))
    _use(intent, method, instrument)
    intent["last_payment_error"] = None
    if method["type"] != "card":
        return _debit(account, intent, method)
    captured = intent["capture_method"] != "manual"
    charge = charges.make(account, intent, method, captured=captured, status="succeeded")
    if challenged:
        card = charge["payment_method_details"]["card"]
        card["electronic_commerce_indicator"] = "05"
        card["three_d_secure"] = aftermath.three_d_secure(account)
    intent["latest_charge"] = charge["id"]
    aftermath.assess_risk(account, intent, charge, act)
    if captured:
        intent |= {"status": "succeeded", "amount_received": intent["amount"]}
        _own(account, intent, method, instrument)
        aftermath.book_payment(account, intent, charge)
        tell(account, "charge.succeeded", charge)
        tell(account, "payment_intent.succeeded", intent)
        aftermath.follow(account, charge, act)
    else:
        intent |= {"status": "requires_capture", "amount_capturable": intent["amount"]}
        _own(account, intent, method, instrument)
        tell(account, "charge.succeeded", charge)
        tell(account, "payment_intent.amount_capturable_updated", intent)
        account.after(account.settings.authorization_lapses_after, partial(_lapse, account, intent["id"], charge["id"]))
    return intent


def fail(account: Account, intent: StripeObject, error: StripeObject, *, blocked: bool = False) -> StripeObject:
    """Record a declined attempt and raise its 402."""
    method = account.payment_methods.find(intent["payment_method"])
    charge = charges.make(account, intent, method, captured=False, status="failed")
    charges.refuse(charge, error, blocked=blocked)
    record_failure(account, intent, {**error, "charge": charge["id"]}, charge)
    raise from_error(intent["last_payment_error"], payment_intent=intent)


def record_failure(account: Account, intent: StripeObject, error: StripeObject, charge: StripeObject | None) -> None:
    """Take an intent back to needing a method, with the reason why."""
    method = account.payment_methods.get(intent["payment_method"])
    if method is not None and method["customer"] is None and charge is not None:
        account.instruments[method["id"]].spent = True
    intent |= {
        "status": "requires_payment_method",
        "payment_method": None,
        "next_action": None,
        "last_payment_error": {**error, "payment_method": method},
    }
    account.courses[intent["id"]].authenticated = False
    if charge is not None:
        intent["latest_charge"] = charge["id"]
        tell(account, "charge.failed", charge)
    tell(account, "payment_intent.payment_failed", intent)


def give_up(account: Account, intent: StripeObject, error: StripeObject) -> None:
    """Record that the shopper did not authenticate: nothing was charged."""
    record_failure(account, intent, error, None)


def end(account: Account, intent: StripeObject, reason: str | None) -> None:
    """Cancel the intent and release what it holds."""
    intent |= {
        "status": "canceled",
        "canceled_at": account.stamp,
        "cancellation_reason": reason,
        "amount_capturable": 0,
        "next_action": None,
    }
    tell(account, "payment_intent.canceled", intent)


def _use(intent: StripeObject, method: StripeObject, instrument: Instrument) -> None:
    keeps = intent["setup_future_usage"] is not None and intent["customer"] is not None
    if method["customer"] is None and not keeps:
        instrument.spent = True


def _own(account: Account, intent: StripeObject, method: StripeObject, instrument: Instrument) -> None:
    if intent["setup_future_usage"] is None:
        return
    instrument.set_up = instrument.set_up or intent["setup_future_usage"] == "off_session"
    if intent["customer"] is not None and method["customer"] is None:
        if method["allow_redisplay"] == "unspecified":
            method["allow_redisplay"] = "limited"
        payment_methods.attach_to(account, method, intent["customer"])


def _debit(account: Account, intent: StripeObject, method: StripeObject) -> StripeObject:
    charge = charges.make(account, intent, method, captured=True, status="pending")
    intent |= {"status": "processing", "latest_charge": charge["id"]}
    _own(account, intent, method, account.instruments[method["id"]])
    tell(account, "charge.pending", charge)
    tell(account, "payment_intent.processing", intent)
    if account.instruments[method["id"]].behaviour.settles:
        account.after(account.settings.settle_after, partial(settle, account, intent["id"], charge["id"]))
    return intent


def settle(account: Account, intent_id: str, charge_id: str, failure: str | None = None) -> None:
    """End a payment that is processing: as its account number says, or failing with the given code."""
    intent, charge = account.payment_intents.find(intent_id), account.charges.find(charge_id)
    if intent["status"] != "processing" or intent["latest_charge"] != charge_id:
        return
    method = account.payment_methods.find(charge["payment_method"])
    act = account.instruments[method["id"]].behaviour
    failure = failure or act.settle_failure
    if failure is not None:
        error = decline(*aftermath.DEBIT_FAILURES.get(failure, ("payment_intent_payment_attempt_failed", failure)))
        charge["status"] = "failed"
        charges.refuse(charge, error, blocked=False)
        record_failure(account, intent, {**error, "charge": charge_id}, charge)
        return
    charge |= {"status": "succeeded", "paid": True, "captured": True, "amount_captured": charge["amount"]}
    charge["receipt_url"] = f"{account.settings.action_url}/receipts/{charge_id}"
    intent |= {"status": "succeeded", "amount_received": intent["amount"]}
    aftermath.book_payment(account, intent, charge)
    tell(account, "charge.succeeded", charge)
    tell(account, "payment_intent.succeeded", intent)
    aftermath.follow(account, charge, act)


def _lapse(account: Account, intent_id: str, charge_id: str) -> None:
    intent, charge = account.payment_intents.find(intent_id), account.charges.find(charge_id)
    if intent["status"] == "requires_capture":
        tell(account, "charge.expired", charge)
        end(account, intent, "automatic")
