"""Refunds: those that Till requested, whose outcome may be unknown, and those made at Stripe."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self

from domain.identifiers.types import RefundId, StripeRefundId


class RefundStatus(StrEnum):
    """Stripe's refund statuses; PENDING and REQUIRES_ACTION are open."""

    PENDING = "pending"
    REQUIRES_ACTION = "requires_action"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELED = "canceled"


class RefundReason(StrEnum):
    """Stripe's refund reasons."""

    DUPLICATE = "duplicate"
    FRAUDULENT = "fraudulent"
    REQUESTED_BY_CUSTOMER = "requested_by_customer"


class RefundSource(StrEnum):
    """Where a refund was requested: by an admin through Till, or at Stripe."""

    TILL = "till"
    STRIPE = "stripe"


class RequestState(StrEnum):
    """What is known of our request to Stripe."""

    IN_FLIGHT = "in_flight"
    """It may have been sent and executed; no process has recorded its outcome yet."""
    NOT_EXECUTED = "not_executed"
    """No send so far was executed; the same key may be sent."""
    UNKNOWN = "unknown"
    """It was sent and no answer came."""
    ANSWERED = "answered"


DELAYED_AFTER = timedelta(days=3)
"""Most refunds succeed within minutes; an operator should look at one that is open for so long."""

NO_FUNDS = "insufficient_funds"
"""The pending reason of a refund that waits for money on the shop's Stripe account."""

_RANKS = {
    RefundStatus.PENDING: 0,
    RefundStatus.REQUIRES_ACTION: 0,
    RefundStatus.SUCCEEDED: 1,
    RefundStatus.FAILED: 2,
    RefundStatus.CANCELED: 2,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundRequest:
    """Our request to Stripe, stored so that it can be repeated exactly.

    `parameters` is exactly what is sent, in the adapter's own format. `sent_at` is when it may last have been sent;
    Stripe keeps a key for 24 hours at least.
    """

    parameters: str
    state: RequestState
    sent_at: datetime
    first_sent_at: datetime
    overdue_notified: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Refund:
    """A refund of an order's payment, as one made at Stripe is; `amount` in minor units of the order's currency.

    `pending_reason` is Stripe's; `reference` is what the shopper's bank finds the refund by.
    """

    id: RefundId
    stripe_refund_id: StripeRefundId | None = None
    amount: int
    status: RefundStatus
    reason: str | None = None
    failure_reason: str | None = None
    pending_reason: str | None = None
    reference: str | None = None
    delay_notified: bool = False
    created_at: datetime

    @property
    def source(self) -> RefundSource:
        """Where it was requested."""
        return RefundSource.STRIPE

    @property
    def is_open(self) -> bool:
        """Whether it has neither succeeded nor failed, so that its amount stays reserved."""
        return self.status in (RefundStatus.PENDING, RefundStatus.REQUIRES_ACTION)

    @property
    def is_stuck(self) -> bool:
        """Whether it waits for somebody to act: for money on the account, or for the shopper."""
        return self.is_open and (self.status is RefundStatus.REQUIRES_ACTION or self.pending_reason == NO_FUNDS)

    @property
    def delayed_at(self) -> datetime | None:
        """When an operator should know that it is still open; None where they do, or it is not."""
        if not self.is_open or self.delay_notified:
            return None
        return self.created_at + DELAYED_AFTER

    def reported(
        self,
        *,
        stripe_refund_id: StripeRefundId,
        status: RefundStatus,
        failure_reason: str | None,
        pending_reason: str | None = None,
        reference: str | None = None,
    ) -> Self:
        """Returns the refund with what Stripe reports of it.

        Final statuses are ranked, so a late report never takes one back. A refund that Till ended by itself takes the
        first status that Stripe reports, whatever it is.
        """
        is_first_report = self.stripe_refund_id is None
        known = replace(
            self,
            stripe_refund_id=self.stripe_refund_id or stripe_refund_id,
            reference=max(filter(None, (self.reference, reference)), default=None),
        )
        if is_first_report or _RANKS[status] > _RANKS[self.status] or (self.is_open and _RANKS[status] == 0):
            known = replace(known, status=status, failure_reason=failure_reason, pending_reason=pending_reason)
        return known


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestedRefund(Refund):
    """A refund that an admin requested through Till."""

    note: str | None = None
    requested_by: str | None = None
    request: RefundRequest

    @property
    def source(self) -> RefundSource:
        """Where it was requested."""
        return RefundSource.TILL

    @property
    def is_unsettled(self) -> bool:
        """Whether Stripe's answer is not known yet."""
        return self.is_open and self.request.state is not RequestState.ANSWERED

    @property
    def is_unexecuted(self) -> bool:
        """Whether no send was executed so far; only then may it be given up without a look at Stripe."""
        return self.is_unsettled and self.request.state is RequestState.NOT_EXECUTED

    @property
    def outcome_unknown(self) -> bool:
        """Whether a call ended without an answer, so that a second refund now could be a double."""
        return self.is_unsettled and self.request.state is RequestState.UNKNOWN

    @property
    def key(self) -> str:
        """The idempotency key of the one request that this refund may ever make."""
        return f"till:refund:{self.id}"

    def with_state(self, state: RequestState) -> "RequestedRefund":
        """Returns the refund with its request in another state."""
        return replace(self, request=replace(self.request, state=state))
