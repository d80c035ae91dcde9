"""The release of authorized money that is not captured, which Stripe has also shown as a refund."""

from stripe_stand_in.model.account.account import Account
from stripe_stand_in.model.account.events import record_event
from stripe_stand_in.model.api.http import StripeObject
from stripe_stand_in.model.resources.refunds import refunds


def release_uncaptured(account: Account, charge: StripeObject) -> None:
    """Shows what the charge authorized and did not capture as refunded, where the settings ask for that."""
    amount = charge["amount"] - charge["amount_captured"]
    if amount <= 0 or not account.settings.uncaptured_shown_as_refund:
        return
    refund = refunds.new_refund(account, charge, amount, pending=False)
    account.releases.add(refund["id"])
    refunds.recount(account, charge)
    record_event(account, "charge.refunded", charge)
    record_event(account, "refund.created", refund)
