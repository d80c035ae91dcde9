"""Confirmation of a payment intent: the challenge, the charge and its outcome."""

from functools import partial

from stripe_stand_in.model.account.account import Account
from stripe_stand_in.model.account.events import record_event
from stripe_stand_in.model.api.errors import unexpected_state
from stripe_stand_in.model.api.http import ApiRequest, StripeObject
from stripe_stand_in.model.api.parameters import EXPAND, Fields, Text
from stripe_stand_in.model.data.declines import decline, from_error
from stripe_stand_in.model.data.test_cards import Behaviour
from stripe_stand_in.model.data.vouchers import VOUCHERS
from stripe_stand_in.model.resources import reviews
from stripe_stand_in.model.resources.charges import after_payment, charges
from stripe_stand_in.model.resources.payment_intents import microdeposits, vouchers
from stripe_stand_in.model.resources.payment_intents.authentication import challenge, challenge_required, next_action
from stripe_stand_in.model.resources.payment_intents.debits import debit
from stripe_stand_in.model.resources.payment_intents.outcome import (
    attach_to_customer,
    cancel_intent,
    consume,
    record_challenge_failure,
    record_failure,
)
from stripe_stand_in.model.resources.payment_methods.mandates import ensure_mandate
from stripe_stand_in.model.resources.payment_methods.options import captures_manually, option

SECRET = Fields(client_secret=Text(), expand=EXPAND)
BROWSER_READ = frozenset(("client_secret", "expand"))


def confirm(account: Account, request: ApiRequest, intent: StripeObject) -> StripeObject:
    """Attempts the payment; a decline is recorded, then raised as its 402."""
    state = account.confirmation_states[intent["id"]]
    method = account.payment_methods.find(intent["payment_method"], "payment_method")
    method_state = account.method_states[method["id"]]
    ensure_mandate(account, request, method)
    state.confirmations += 1
    if state.confirmations > account.settings.confirmation_limit:
        cancel_intent(account, intent, "automatic")
        raise unexpected_state("This PaymentIntent was canceled because it has been confirmed too many times.", intent)
    state.off_session = request.params.get("off_session", "false") != "false"
    state.return_url = request.params.get("return_url", state.return_url)
    intent["next_action"] = None
    if state.authenticated and intent["status"] == "requires_confirmation":
        return pay(account, intent, challenged=True)
    if method_state.behaviour.unavailable and not state.off_session:
        return fail(account, intent, decline("card_declined", "processing_error"))
    requested = option(intent, "card", "request_three_d_secure", "automatic")
    if challenge_required(method_state, off_session=state.off_session, requested=requested):
        if state.off_session or request.params.get("error_on_requires_action"):
            return fail(account, intent, decline("authentication_required", "authentication_required"))
        native = bool(request.params.get("use_stripe_sdk")) or state.return_url is None
        intent["next_action"] = next_action(account, intent, state, native=native)
        intent["status"] = "requires_action"
        challenge(account, intent, state, record_challenge_failure)
        record_event(account, "payment_intent.requires_action", intent)
        return intent
    return pay(account, intent, challenged=False)


def pay(account: Account, intent: StripeObject, *, challenged: bool) -> StripeObject:
    """Charges the intent's payment method; a decline is recorded, then raised as its 402."""
    method = account.payment_methods.find(intent["payment_method"])
    method_state = account.method_states[method["id"]]
    behaviour = method_state.behaviour
    intent["next_action"] = None
    blocked = behaviour.blocked or (behaviour.risk == "highest" and account.settings.blocks_highest_risk)
    refusal = _refusal(behaviour, blocked=blocked)
    if refusal is not None:
        return fail(account, intent, refusal, blocked=blocked)
    consume(intent, method, method_state)
    intent["last_payment_error"] = None
    if method["type"] == "card":
        return _charge_card(account, intent, method, challenged=challenged)
    if method["type"] in VOUCHERS:
        return vouchers.issue(account, intent, record_failure)
    if microdeposits.needed(account, intent, method_state):
        return microdeposits.begin(account, intent, record_challenge_failure)
    return debit(account, intent)


def _refusal(behaviour: Behaviour, *, blocked: bool) -> StripeObject | None:
    if blocked:
        return decline("card_declined", "fraudulent")
    if behaviour.decline is not None:
        return decline(behaviour.decline, behaviour.decline_code)
    if behaviour.after_authentication is not None:
        return decline("card_declined", behaviour.after_authentication)
    return None


def _charge_card(account: Account, intent: StripeObject, method: StripeObject, *, challenged: bool) -> StripeObject:
    method_state = account.method_states[method["id"]]
    behaviour = method_state.behaviour
    captured = not captures_manually(intent, "card")
    charge = charges.create(account, intent, method, captured=captured, status="succeeded")
    if method["card"]["three_d_secure_usage"]["supported"]:
        authentication = charges.authentication_result(account, intent, method_state, challenged=challenged)
        charge["payment_method_details"]["card"] |= authentication
    intent["latest_charge"] = charge["id"]
    charges.set_risk(charge, behaviour.risk)
    if account.settings.reviews_elevated_risk and behaviour.risk != "normal":
        reviews.open_for(account, intent, charge, "rule")
    if captured:
        intent |= {"status": "succeeded", "amount_received": intent["amount"]}
        attach_to_customer(account, intent, method, method_state)
        after_payment.add_payment_to_balance(account, intent, charge)
        record_event(account, "charge.succeeded", charge)
        record_event(account, "payment_intent.succeeded", intent)
        after_payment.trigger_test_behaviour(account, charge, behaviour)
    else:
        intent |= {"status": "requires_capture", "amount_capturable": intent["amount"]}
        attach_to_customer(account, intent, method, method_state)
        record_event(account, "charge.succeeded", charge)
        record_event(account, "payment_intent.amount_capturable_updated", intent)
        account.after(
            account.settings.authorization_expires_after, partial(_expire, account, intent["id"], charge["id"])
        )
    return intent


def fail(account: Account, intent: StripeObject, error: StripeObject, *, blocked: bool = False) -> StripeObject:
    """Records a declined attempt and raises its 402."""
    method = account.payment_methods.find(intent["payment_method"])
    charge = charges.create(account, intent, method, captured=False, status="failed")
    charges.mark_failed(charge, error, blocked=blocked)
    record_failure(account, intent, {**error, "charge": charge["id"]}, charge)
    raise from_error(intent["last_payment_error"], payment_intent=intent)


def _expire(account: Account, intent_id: str, charge_id: str) -> None:
    intent, charge = account.payment_intents.find(intent_id), account.charges.find(charge_id)
    if intent["status"] == "requires_capture":
        record_event(account, "charge.expired", charge)
        cancel_intent(account, intent, "automatic")
