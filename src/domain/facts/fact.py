"""What became true at Stripe, in our words: by id and absolute figures, so that order of arrival doesn't matter."""

from dataclasses import dataclass

from domain.facts.dispute import DisputeFact, ReviewFact, WarningFact
from domain.facts.payment import MethodFact, PaymentFact
from domain.facts.refund import RefundFact, RefundTotalFact
from domain.identifiers.types import (
    CustomerId,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerDeletedFact:
    """A customer was deleted at Stripe."""

    customer_id: CustomerId


OrderFact = PaymentFact | MethodFact | RefundFact | RefundTotalFact | DisputeFact | WarningFact | ReviewFact
"""What belongs to one order."""

Fact = OrderFact | CustomerDeletedFact
