"""A stand-in for Stripe that keeps its state in memory, for tests, simulation and the sandbox."""

from stripe_stand_in.model.account.deliveries import Delivery
from stripe_stand_in.model.account.settings import Settings
from stripe_stand_in.model.account.totals import Books, DisputeEntry, PaymentEntry, RefundEntry
from stripe_stand_in.model.api.faults import Fault, Faults
from stripe_stand_in.model.api.http import Answer, AnswerLost
from stripe_stand_in.model.api.versions import NEWEST
from stripe_stand_in.model.stripe_model import StripeModel

__all__ = [
    "NEWEST",
    "Answer",
    "AnswerLost",
    "Books",
    "Delivery",
    "DisputeEntry",
    "Fault",
    "Faults",
    "PaymentEntry",
    "RefundEntry",
    "Settings",
    "StripeModel",
]
