"""Reviews: a person at the shop looks at a payment that Stripe's fraud rules doubt."""

from dataclasses import dataclass

APPROVED = "approved"
"""The one way of closing a review that says the payment is good."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A review of an order's payment; `closed_reason` None while it is open."""

    id: str
    opened_reason: str
    closed_reason: str | None = None
