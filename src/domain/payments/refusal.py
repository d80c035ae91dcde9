"""Why Stripe refuses, for good, to create an order's intent."""

from dataclasses import dataclass
from enum import StrEnum


class RequestPart(StrEnum):
    """The parts of our requests to Stripe that a refusal can be about."""

    AMOUNT = "amount"
    CURRENCY = "currency"
    CUSTOMER = "customer"
    EMAIL = "email"
    PAYMENT_METHOD = "payment_method"
    RETURN_URL = "return_url"
    SHIPPING = "shipping"


class AmountLimit(StrEnum):
    """On which side an amount is outside what Stripe charges."""

    TOO_SMALL = "too_small"
    TOO_LARGE = "too_large"


@dataclass(frozen=True, slots=True, kw_only=True)
class IntentRefusal:
    """A refusal as it is stored with the order, so that a retry gets the same answer; `code` is Stripe's, opaque."""

    code: str
    part: RequestPart | None = None
    amount_limit: AmountLimit | None = None
