"""What follows a payment: the balance, Radar's opinion, and for some test cards a dispute or a warning."""

from functools import partial

from stripe_stand_in.model.account.account import Account
from stripe_stand_in.model.account.events import change
from stripe_stand_in.model.api.http import StripeObject
from stripe_stand_in.model.data.test_cards import Behaviour
from stripe_stand_in.model.resources import disputes, reviews
from stripe_stand_in.model.resources import early_fraud_warnings as warnings
from stripe_stand_in.model.resources.charges import balance
from stripe_stand_in.model.resources.charges.charges import RISK_SCORES

DEBIT_FAILURES = {
    "account_closed": ("account_closed", "account_closed"),
    "no_account": ("no_account", "no_account"),
    "insufficient_funds": ("insufficient_funds", "insufficient_funds"),
    "debit_not_authorized": ("debit_not_authorized", "debit_not_authorized"),
    "generic_decline": ("payment_intent_payment_attempt_failed", "generic_decline"),
}
"""Code and decline code of a bank debit that comes back."""


def three_d_secure(account: Account) -> StripeObject:
    """How a charge shows that its shopper passed a challenge."""
    return {
        "authentication_flow": "challenge",
        "electronic_commerce_indicator": "05",
        "exemption_indicator": None,
        "exemption_indicator_applied": None,
        "result": "authenticated",
        "result_reason": None,
        "transaction_id": account.draw(36),
        "version": "2.2.0",
    }


def assess_risk(account: Account, intent: StripeObject, charge: StripeObject, act: Behaviour) -> None:
    """Note Radar's opinion, and open the review that an elevated risk brings."""
    charge["outcome"] |= {"risk_level": act.risk, "risk_score": RISK_SCORES[act.risk]}
    if act.review:
        reviews.open_for(account, intent, charge, "rule")


def book_payment(account: Account, intent: StripeObject, charge: StripeObject) -> None:
    """Move the money in: at once, or a little later where capture is asynchronous."""
    if intent["capture_method"] == "automatic_async" and charge["payment_method_details"]["type"] == "card":
        account.after(account.settings.balance_after, partial(_book, account, charge, told=True))
    else:
        _book(account, charge, told=False)


def _book(account: Account, charge: StripeObject, *, told: bool) -> None:
    kind = "charge" if charge["id"].startswith("ch_") else "payment"
    amount = charge["amount_captured"]
    booked = balance.move(
        account, kind, charge["id"], amount, charge["currency"], fee=balance.fee_of(amount), category="charge"
    )
    if told:
        change(account, "charge.updated", charge, balance_transaction=booked)
    else:
        charge["balance_transaction"] = booked


def follow(account: Account, charge: StripeObject, act: Behaviour) -> None:
    """Let happen what this test card is known for."""
    if act.dispute is not None:
        disputes.open_against(account, charge, reason=act.dispute, inquiry=act.inquiry)
    if act.warning:
        warnings.issue(account, charge, "unauthorized_use_of_card")
