"""What a payment was made with, in our words."""

from datetime import UTC, datetime

from adapters.stripe.reading.shapes import Instruments
from domain.facts.payment import PaidWith
from domain.identifiers.types import PaymentMethodId


def paid_with(method_id: str | None, details: Instruments) -> PaidWith:
    """The method of an id with what Stripe shows of it."""
    instrument = details.instrument
    return PaidWith(
        id=PaymentMethodId(method_id) if method_id else None,
        type=details.type,
        brand=instrument.brand,
        last4=instrument.last4,
        exp_month=instrument.exp_month,
        exp_year=instrument.exp_year,
    )


def capture_before(details: Instruments | None) -> datetime | None:
    """The moment at which an authorization lapses; None of what was captured already."""
    seconds = details.instrument.capture_before if details is not None else None
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
