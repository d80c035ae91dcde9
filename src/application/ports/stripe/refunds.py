"""Refunds at Stripe."""

from collections.abc import Sequence
from typing import Protocol

from domain.facts.refund import RefundFact
from domain.identifiers.types import OrderId, PaymentIntentId, RefundId
from domain.refunds.refund import RefundReason


class Refunds(Protocol):
    """The refunds at the processor.

    Every method but `compose` raises `NotExecuted`, `KeyRefused`, `OutcomeUnknown` and `Refused` (`Missing`).
    """

    def compose(
        self,
        *,
        order_id: OrderId,
        refund_id: RefundId,
        payment_intent_id: PaymentIntentId,
        amount: int,
        reason: RefundReason | None,
    ) -> str:
        """Exactly what will be sent, our ids in its metadata, to be stored with the refund."""

    async def send(self, parameters: str, key: str) -> RefundFact:
        """Creates the refund, or returns the one that this key created. Raises `StateConflict`."""

    async def of_payment(self, payment_intent_id: PaymentIntentId) -> Sequence[RefundFact]:
        """Every refund of a payment: a full, paginated read."""
