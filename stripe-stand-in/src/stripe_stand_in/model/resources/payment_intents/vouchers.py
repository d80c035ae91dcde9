"""Vouchers: the shopper takes a number to a shop or a bank, and pays days later or never."""

from collections.abc import Callable
from functools import partial

from stripe_stand_in.model.account.account import Account
from stripe_stand_in.model.account.events import record_event
from stripe_stand_in.model.api.errors import invalid
from stripe_stand_in.model.api.http import StripeObject
from stripe_stand_in.model.data.declines import decline
from stripe_stand_in.model.data.vouchers import VOUCHERS, chosen_outcome
from stripe_stand_in.model.resources.charges import charges
from stripe_stand_in.model.resources.payment_intents.debits import complete
from stripe_stand_in.model.resources.payment_methods.options import option

RecordFailure = Callable[[Account, StripeObject, StripeObject, StripeObject], None]
DAY = 86400


def issue(account: Account, intent: StripeObject, on_failure: RecordFailure) -> StripeObject:
    """Issues the voucher; the intent waits until it is paid or expires."""
    method = account.payment_methods.find(intent["payment_method"])
    kind = method["type"]
    expires_at = _expiry(account, intent, kind)
    number = str(int(account.random_text(10), 36) % 10**14).zfill(14)
    charge = charges.create(account, intent, method, captured=True, status="pending")
    charge["payment_method_details"][kind] |= VOUCHERS[kind].details(number)
    page = f"{account.settings.action_url}/vouchers/{intent['id']}?client_secret={intent['client_secret']}"
    action = f"{kind}_display_details"
    intent |= {
        "status": "requires_action",
        "latest_charge": charge["id"],
        "next_action": {"type": action, action: VOUCHERS[kind].action(page, number, expires_at)},
    }
    record_event(account, "charge.pending", charge)
    record_event(account, "payment_intent.requires_action", intent)
    outcome = chosen_outcome(method["billing_details"]["email"] or "")
    if outcome.paid_after is not None:
        account.after(outcome.paid_after, partial(_pay, account, intent, charge["id"]))
    expires_after = outcome.expires_after if outcome.expires_after is not None else expires_at - account.now
    account.after(expires_after, partial(_expire, account, intent, charge["id"], on_failure))
    return intent


def pay(account: Account, intent: StripeObject) -> None:
    """The voucher is paid."""
    _check_waiting(intent)
    _pay(account, intent, intent["latest_charge"])


def expire(account: Account, intent: StripeObject, on_failure: RecordFailure) -> None:
    """The voucher expires unpaid."""
    _check_waiting(intent)
    _expire(account, intent, intent["latest_charge"], on_failure)


def waits(intent: StripeObject) -> bool:
    """Returns whether the intent waits for its voucher to be paid."""
    action = intent["next_action"] or {}
    return intent["status"] == "requires_action" and str(action.get("type")).endswith("_display_details")


def _check_waiting(intent: StripeObject) -> None:
    if not waits(intent):
        raise invalid(f"There is no voucher to pay: the status is {intent['status']}.")


def _pay(account: Account, intent: StripeObject, charge_id: str) -> None:
    if waits(intent) and intent["latest_charge"] == charge_id:
        complete(account, intent, account.charges.find(charge_id))


def _expire(account: Account, intent: StripeObject, charge_id: str, on_failure: RecordFailure) -> None:
    if waits(intent) and intent["latest_charge"] == charge_id:
        charge = account.charges.find(charge_id)
        error = decline("payment_intent_payment_attempt_expired", None)
        error |= {"message": "The voucher expired before it was paid.", "type": "invalid_request_error"}
        charge["status"] = "failed"
        charges.mark_failed(charge, error, blocked=False)
        on_failure(account, intent, {**error, "charge": charge_id}, charge)


def _expiry(account: Account, intent: StripeObject, kind: str) -> int:
    at = option(intent, kind, "expires_at")
    days = option(intent, kind, "expires_after_days") or VOUCHERS[kind].days
    return int(at) if at is not None else account.timestamp + int(days) * DAY
