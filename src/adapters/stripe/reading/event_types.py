"""The types of event that Till reads, and how each is read."""

from collections.abc import Callable
from datetime import datetime
from typing import Generic, TypeVar

import msgspec

from adapters.stripe.reading.facts import (
    customer_deleted_fact,
    dispute_fact,
    method_fact,
    refund_fact,
    refund_total_fact,
    review_fact,
    warning_fact,
)
from adapters.stripe.reading.payment import payment_fact
from adapters.stripe.reading.shapes import (
    ChargeShape,
    CustomerShape,
    DisputeShape,
    IntentShape,
    RefundShape,
    ReviewShape,
    WarningShape,
)
from domain.facts.fact import Fact

Shape = TypeVar("Shape")
Reading = Callable[[str, datetime], Fact]


class _Data(msgspec.Struct, Generic[Shape], frozen=True):
    object: Shape


class _EventOf(msgspec.Struct, Generic[Shape], frozen=True):
    data: _Data[Shape]


def _reading(shape: type[_EventOf[Shape]], fact: Callable[[Shape, datetime], Fact]) -> Reading:
    decoder = msgspec.json.Decoder(shape)
    return lambda payload, at: fact(decoder.decode(payload).data.object, at)


_PAYMENT = _reading(_EventOf[IntentShape], payment_fact)
_CHARGE = _reading(_EventOf[ChargeShape], lambda seen, _: refund_total_fact(seen))
_METHOD = _reading(_EventOf[ChargeShape], lambda seen, _: method_fact(seen))
_REFUND = _reading(_EventOf[RefundShape], lambda seen, _: refund_fact(seen))
_DISPUTE = _reading(_EventOf[DisputeShape], lambda seen, _: dispute_fact(seen))
_WARNING = _reading(_EventOf[WarningShape], lambda seen, _: warning_fact(seen))
_REVIEW = _reading(_EventOf[ReviewShape], lambda seen, _: review_fact(seen))
_CUSTOMER = _reading(_EventOf[CustomerShape], lambda seen, _: customer_deleted_fact(seen))

READINGS: dict[str, Reading] = {
    "payment_intent.succeeded": _PAYMENT,
    "payment_intent.payment_failed": _PAYMENT,
    "payment_intent.processing": _PAYMENT,
    "payment_intent.requires_action": _PAYMENT,
    "payment_intent.amount_capturable_updated": _PAYMENT,
    "payment_intent.canceled": _PAYMENT,
    "charge.succeeded": _METHOD,
    "charge.refunded": _CHARGE,
    "charge.refund.updated": _REFUND,
    "refund.created": _REFUND,
    "refund.updated": _REFUND,
    "refund.failed": _REFUND,
    "charge.dispute.created": _DISPUTE,
    "charge.dispute.updated": _DISPUTE,
    "charge.dispute.closed": _DISPUTE,
    "charge.dispute.funds_withdrawn": _DISPUTE,
    "charge.dispute.funds_reinstated": _DISPUTE,
    "radar.early_fraud_warning.created": _WARNING,
    "radar.early_fraud_warning.updated": _WARNING,
    "review.opened": _REVIEW,
    "review.closed": _REVIEW,
    "customer.deleted": _CUSTOMER,
}
"""Each reading may raise `ValueError` or `RecursionError`."""

_DEPRECATED = "charge.refund.updated"
"""`refund.updated` says the same."""

NEEDED = tuple(name for name in READINGS if name != _DEPRECATED)
"""What a webhook endpoint for Till must be sent."""

_ONLY_INFORMS = "charge.succeeded"
"""It carries a card's last four digits and its risk, which the worker reads where no event brought it."""

LISTED = tuple(name for name in NEEDED if name != _ONLY_INFORMS)
"""What reconciliation asks Stripe's log for: twenty types, the most that Stripe filters by."""

WITHOUT_EFFECT = frozenset(
    (
        "payment_intent.created",
        "payment_method.attached",
        "payment_method.detached",
        "customer.updated",
    )
)
"""Known, and nothing to do: their objects are read when they are needed."""
