"""Taking the money that was authorized: all or a part of it, once."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.identifiers.types import RequestScope

DEFAULT_WINDOW = timedelta(days=7)
"""How long a card's authorization lasts where Stripe did not say yet (docs.stripe.com, place a hold on a card)."""

ALERTED_BEFORE = timedelta(days=1)
"""The operator is alerted so long before an authorization lapses."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """Our request to capture an authorized payment; `amount` in minor units of the order's currency.

    It is recorded before it is sent, and sent until Stripe answers: a payment can be captured only once, so the same
    request never takes more. `request_scope` is what a repeated call of the same caller is known by.
    """

    amount: int
    request_scope: RequestScope
    requested_by: str
    requested_at: datetime
    sent_at: datetime
    attempt: int = 1
    is_settled: bool = False
    overdue_notified: bool = False
