"""A stand-in for Stripe that keeps its state in memory, for tests, simulation and the sandbox."""

from adapters.in_memory.stripe.answer import Answer, AnswerLost
from adapters.in_memory.stripe.books import Books, DisputeEntry, PaymentEntry, RefundEntry
from adapters.in_memory.stripe.deliveries import Delivery
from adapters.in_memory.stripe.faults import Fault, Faults
from adapters.in_memory.stripe.model import StripeModel
from adapters.in_memory.stripe.settings import Settings
from adapters.in_memory.stripe.versions import NEWEST

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
