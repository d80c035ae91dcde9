"""Captures of authorized payments."""

from collections.abc import Iterable, Mapping
from typing import Any

from entrypoints.http.validation import fields
from entrypoints.http.validation.fields import Body


class CaptureBody(Body, kw_only=True, frozen=True):
    """The payment of an order by its id, order number or payment; without `amount`, all that is authorized is taken."""

    order_id: fields.OrderReference | None = None
    payment_intent_id: fields.IntentId | None = None
    amount: fields.Amount | None = None

    @classmethod
    def faults_between(cls, given: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
        """Yields faults unless exactly one of the two ids is given."""
        return fields.one_of(given, "orderId", "paymentIntentId")


class EmptyBody(Body, kw_only=True, frozen=True):
    """Nothing to say."""
