"""What follows a payment: its balance transaction and, for some test cards, a dispute or a warning."""

from functools import partial

from stripe_stand_in.model.account.account import Account
from stripe_stand_in.model.account.events import update_with_event
from stripe_stand_in.model.api.http import StripeObject
from stripe_stand_in.model.data.test_cards import Behaviour
from stripe_stand_in.model.resources import disputes
from stripe_stand_in.model.resources import early_fraud_warnings as warnings
from stripe_stand_in.model.resources.charges import balance

DEBIT_FAILURES = {
    "account_closed": ("account_closed", "account_closed"),
    "no_account": ("no_account", "no_account"),
    "insufficient_funds": ("insufficient_funds", "insufficient_funds"),
    "debit_not_authorized": ("debit_not_authorized", "debit_not_authorized"),
    "generic_decline": ("payment_intent_payment_attempt_failed", "generic_decline"),
}
"""Code and decline code of a failed bank debit."""


def add_payment_to_balance(account: Account, intent: StripeObject, charge: StripeObject) -> None:
    """Adds the payment's balance transaction: at once, or a little later with automatic_async capture."""
    if intent["capture_method"] == "automatic_async" and charge["payment_method_details"]["type"] == "card":
        account.after(account.settings.balance_after, partial(_add_to_balance, account, charge, with_event=True))
    else:
        _add_to_balance(account, charge, with_event=False)


def _add_to_balance(account: Account, charge: StripeObject, *, with_event: bool) -> None:
    kind = "charge" if charge["id"].startswith("ch_") else "payment"
    amount = charge["amount_captured"]
    transaction = balance.add_transaction(
        account, kind, charge["id"], amount, charge["currency"], fee=balance.fee_of(amount), category="charge"
    )
    method = account.method_states.get(charge["payment_method"])
    if method is not None and method.behaviour.clears_at_once:
        account.balance_transactions.find(transaction)["available_on"] = account.timestamp
    if with_event:
        update_with_event(account, "charge.updated", charge, balance_transaction=transaction)
    else:
        charge["balance_transaction"] = transaction


def trigger_test_behaviour(account: Account, charge: StripeObject, behaviour: Behaviour) -> None:
    """Opens the dispute or issues the warning that the test card stands for."""
    if behaviour.dispute is not None:
        for _ in range(behaviour.disputes):
            disputes.open_against(account, charge, reason=behaviour.dispute, inquiry=behaviour.inquiry)
    if behaviour.warning:
        warnings.issue(account, charge, "unauthorized_use_of_card")
