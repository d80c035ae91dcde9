"""A stand-in for Stripe that keeps its state in memory, for tests, simulation and the sandbox."""

from stripe_stand_in.model.account.deliveries import Delivery
from stripe_stand_in.model.account.settings import AccountSettings
from stripe_stand_in.model.account.totals import AccountTotals, DisputeEntry, PaymentEntry, RefundEntry
from stripe_stand_in.model.api.faults import Fault, RequestFaults
from stripe_stand_in.model.api.http import ApiResponse, ResponseLost
from stripe_stand_in.model.api.versions import NEWEST
from stripe_stand_in.model.stripe_model import StripeModel

__all__ = [
    "NEWEST",
    "AccountSettings",
    "AccountTotals",
    "ApiResponse",
    "Delivery",
    "DisputeEntry",
    "Fault",
    "PaymentEntry",
    "RefundEntry",
    "RequestFaults",
    "ResponseLost",
    "StripeModel",
]
