"""Refunds: asked by us with an outcome that may be unknown, or found at Stripe."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from domain.identifiers.types import RefundId, StripeRefundId


class RefundStatus(StrEnum):
    """Stripe's words; PENDING and REQUIRES_ACTION are open."""

    PENDING = "pending"
    REQUIRES_ACTION = "requires_action"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELED = "canceled"


class RefundReason(StrEnum):
    """Why money is given back, in Stripe's words."""

    DUPLICATE = "duplicate"
    FRAUDULENT = "fraudulent"
    REQUESTED_BY_CUSTOMER = "requested_by_customer"


class RefundSource(StrEnum):
    """Who asked for it: an admin through Till, or somebody at Stripe."""

    TILL = "till"
    STRIPE = "stripe"


class RequestState(StrEnum):
    """What is known of our request to Stripe."""

    IN_FLIGHT = "in_flight"
    """It may have been sent and executed; whoever sent it has not told."""
    NOT_EXECUTED = "not_executed"
    """Every send so far was turned away unexecuted; the same key may be sent."""
    UNKNOWN = "unknown"
    """It was sent and the answer never came."""
    ANSWERED = "answered"


_RANKS = {
    RefundStatus.PENDING: 0,
    RefundStatus.REQUIRES_ACTION: 0,
    RefundStatus.SUCCEEDED: 1,
    RefundStatus.FAILED: 2,
    RefundStatus.CANCELED: 2,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundRequest:
    """Our request to Stripe, so that it can be sent again to the letter.

    `parameters` is exactly what is sent, in the gateway's own spelling. `sent_at` is when it may last have been sent;
    Stripe keeps a key for 24 hours at least.
    """

    parameters: str
    state: RequestState
    sent_at: datetime
    first_sent_at: datetime
    overdue_notified: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Refund:
    """A refund of an order's payment; `amount` in minor units of the order's currency."""

    id: RefundId
    stripe_refund_id: StripeRefundId | None = None
    amount: int
    status: RefundStatus
    reason: str | None = None
    source: RefundSource
    failure_reason: str | None = None
    note: str | None = None
    requested_by: str | None = None
    created_at: datetime
    request: RefundRequest | None = None

    @property
    def is_open(self) -> bool:
        """Neither paid out nor given up: its amount stays reserved."""
        return self.status in (RefundStatus.PENDING, RefundStatus.REQUIRES_ACTION)

    @property
    def is_unsettled(self) -> bool:
        """Asked by us, and Stripe's answer is not known."""
        return self.is_open and self.request is not None and self.request.state is not RequestState.ANSWERED

    @property
    def is_unexecuted(self) -> bool:
        """Every send so far was turned away; only then may it be given up without a look at Stripe."""
        return self.is_unsettled and self.request is not None and self.request.state is RequestState.NOT_EXECUTED

    @property
    def outcome_unknown(self) -> bool:
        """A call ended without an answer; a second refund now could be a double."""
        return self.is_unsettled and self.request is not None and self.request.state is RequestState.UNKNOWN

    @property
    def key(self) -> str:
        """The idempotency key of the one request that this refund may ever make."""
        return f"till:refund:{self.id}"

    def seen(self, *, stripe_refund_id: StripeRefundId, status: RefundStatus, failure_reason: str | None) -> "Refund":
        """This refund once Stripe told of it: final states are ranked, a late account never takes one back.

        A refund that Till gave up by itself yields to Stripe's first word on it, whatever that is.
        """
        is_first_answer = self.stripe_refund_id is None
        known = replace(
            self,
            stripe_refund_id=self.stripe_refund_id or stripe_refund_id,
            request=replace(self.request, state=RequestState.ANSWERED) if self.request else None,
        )
        later = is_first_answer or _RANKS[status] > _RANKS[self.status] or (self.is_open and _RANKS[status] == 0)
        if later:
            known = replace(known, status=status, failure_reason=failure_reason)
        return known
