"""Bank debits: processing until they settle or fail."""

from functools import partial

from stripe_stand_in.model.account.account import Account
from stripe_stand_in.model.account.events import record_event
from stripe_stand_in.model.api.http import StripeObject
from stripe_stand_in.model.data.declines import decline
from stripe_stand_in.model.resources.charges import after_payment, charges
from stripe_stand_in.model.resources.payment_intents.outcome import attach_to_customer, record_failure


def debit(account: Account, intent: StripeObject) -> StripeObject:
    """Debits the intent's bank account: the payment is processing until it settles."""
    method = account.payment_methods.find(intent["payment_method"])
    charge = charges.create(account, intent, method, captured=True, status="pending")
    intent |= {"status": "processing", "next_action": None, "latest_charge": charge["id"]}
    attach_to_customer(account, intent, method, account.method_states[method["id"]])
    record_event(account, "charge.pending", charge)
    record_event(account, "payment_intent.processing", intent)
    if account.method_states[method["id"]].behaviour.settles:
        account.after(account.settings.settle_after, partial(settle, account, intent["id"], charge["id"]))
    return intent


def settle(account: Account, intent_id: str, charge_id: str, failure: str | None = None) -> None:
    """Ends a payment that is processing: as its account number determines, or with the given failure code."""
    intent, charge = account.payment_intents.find(intent_id), account.charges.find(charge_id)
    if intent["status"] != "processing" or intent["latest_charge"] != charge_id:
        return
    method = account.payment_methods.find(charge["payment_method"])
    behaviour = account.method_states[method["id"]].behaviour
    failure = failure or behaviour.settle_failure
    if failure is not None:
        error = decline(*after_payment.DEBIT_FAILURES.get(failure, ("payment_intent_payment_attempt_failed", failure)))
        charge["status"] = "failed"
        charges.mark_failed(charge, error, blocked=False)
        record_failure(account, intent, {**error, "charge": charge_id}, charge)
        return
    complete(account, intent, charge)
    after_payment.trigger_test_behaviour(account, charge, behaviour)


def complete(account: Account, intent: StripeObject, charge: StripeObject) -> None:
    """Marks a payment that was pending as succeeded."""
    charge |= {"status": "succeeded", "paid": True, "captured": True, "amount_captured": charge["amount"]}
    charge["receipt_url"] = f"{account.settings.action_url}/receipts/{charge['id']}"
    intent |= {"status": "succeeded", "amount_received": intent["amount"], "next_action": None}
    after_payment.add_payment_to_balance(account, intent, charge)
    record_event(account, "charge.succeeded", charge)
    record_event(account, "payment_intent.succeeded", intent)
