"""What becomes of a fact."""

from enum import StrEnum


class FactOutcome(StrEnum):
    """What a fact from Stripe turned out to be.

    UNMATCHED may become ours: the payment it is about is not known yet. ORPHAN is an open intent that an earlier,
    unanswered attempt left behind; nobody holds its client secret. STRAY is money received by an intent whose metadata
    names an order of which it is not the intent: an operator is alerted once.
    """

    APPLIED = "applied"
    FOREIGN = "foreign"
    UNMATCHED = "unmatched"
    ORPHAN = "orphan"
    STRAY = "stray"
