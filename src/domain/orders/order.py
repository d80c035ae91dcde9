"""The order: one document, one conditional write, everything that a payment can do to it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from domain.catalog.pricing import Breakdown, Discount, PricedLine
from domain.customers.address import Address
from domain.disputes.dispute import Dispute
from domain.disputes.review import Review
from domain.facts.payment import FailedAttempt, PaymentState
from domain.identifiers.derivation import hold_id_from
from domain.identifiers.types import OrderId, RefundId, RequestScope, UserId
from domain.money.currency import Currency
from domain.orders.figures import Figures
from domain.orders.history import AWAITS_RISK, NO_HISTORY, Attribution, ChainHead, Change, EntryType, Value
from domain.orders.holds import Hold, HoldReason
from domain.orders.shop_event import WITH_FIGURES
from domain.payments.capture import Capture
from domain.payments.intent import CaptureMethod, Intent
from domain.payments.risk_level import RiskHolds
from domain.refunds.refund import Refund, RefundStatus, RequestedRefund


class PaymentStatus(StrEnum):
    """How an order's payment stands, for people."""

    DISPUTED = "disputed"
    REFUNDED = "refunded"
    PARTIALLY_REFUNDED = "partially_refunded"
    SUCCEEDED = "succeeded"
    CANCELED = "canceled"
    AUTHORIZED = "authorized"
    PROCESSING = "processing"
    REQUIRES_ACTION = "requires_action"
    FAILED = "failed"
    PENDING = "pending"


class OrderStatus(StrEnum):
    """What a shop may do with an order: send the goods only where it is CONFIRMED."""

    ON_HOLD = "on_hold"
    REFUNDED = "refunded"
    CONFIRMED = "confirmed"
    CANCELED = "canceled"
    PENDING = "pending"


_CONFIRMING = frozenset({EntryType.PAYMENT_SUCCEEDED, EntryType.ORDER_CONFIRMED})
ENDING_HOLDS = frozenset({EntryType.HOLD_RELEASED, EntryType.REVIEW_APPROVED, EntryType.DISPUTE_ENDED})
"""The changes that end a hold."""

_LETTING_OUT = ENDING_HOLDS | {EntryType.RISK_ASSESSED}
"""The changes after which a withheld confirmation may be due."""

_UNPAID = {
    PaymentState.CANCELED: PaymentStatus.CANCELED,
    PaymentState.UNCAPTURED: PaymentStatus.AUTHORIZED,
    PaymentState.PROCESSING: PaymentStatus.PROCESSING,
    PaymentState.REQUIRES_ACTION: PaymentStatus.REQUIRES_ACTION,
    PaymentState.FAILED: PaymentStatus.FAILED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """How the shopper is notified: an address, None until somebody named one, and a language (BCP 47)."""

    email: str | None
    locale: str = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopTerms:
    """What the shop's own server said of an order that it priced, beside the prices.

    `reference` is the shop's own number of the order; `digest` is a hash of the whole request, by which the same one
    is known when it is repeated. `metadata` are pairs of a name and a text.
    """

    reference: str
    digest: str
    metadata: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """An order with its payment; all amounts in minor units of `currency`.

    `terms` is None where the prices are the catalog's. `replaces` is the order whose place this one takes before its
    intent is requested.

    Statuses are functions of the facts and are never stored on their own. `version` is what the next save must still
    find, `head` the history's end as loaded, `changes` what was recorded since. `expires_at` is when an unpaid checkout
    may be canceled.
    """

    id: OrderId
    request_scope: RequestScope
    user_id: UserId
    terms: ShopTerms | None = None
    replaces: OrderId | None = None
    lines: tuple[PricedLine, ...]
    discounts: tuple[Discount, ...] = ()
    shipping_address: Address | None
    breakdown: Breakdown
    currency: Currency
    contact: Contact
    capture_method: CaptureMethod = CaptureMethod.AUTOMATIC
    save_payment_method: bool = False
    risk_holds: RiskHolds = RiskHolds.ELEVATED
    intent: Intent
    refunds: tuple[Refund, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    reviews: tuple[Review, ...] = ()
    holds: tuple[Hold, ...] = ()
    confirmation_withheld: bool = False
    expires_at: datetime
    created_at: datetime
    updated_at: datetime
    version: int = 0
    head: ChainHead = NO_HISTORY
    changes: tuple[Change, ...] = ()

    @property
    def total(self) -> int:
        """What was asked of the shopper."""
        return self.breakdown.total

    @property
    def amount_refunded(self) -> int:
        """What was given back: succeeded refunds only."""
        return sum(refund.amount for refund in self.refunds if refund.status is RefundStatus.SUCCEEDED)

    @property
    def amount_lost(self) -> int:
        """What lost disputes took back; a dispute in another currency than the order's is not counted."""
        lost = (dispute for dispute in self.disputes if dispute.is_lost)
        return sum(dispute.amount for dispute in lost if dispute.currency in (None, self.currency.code))

    @property
    def amount_reserved(self) -> int:
        """What open refunds hold back, those with an unknown outcome included."""
        return sum(refund.amount for refund in self.refunds if refund.is_open)

    @property
    def unlisted_refunds(self) -> int:
        """What Stripe's charge reports beyond the refunds that are known here, until they were listed."""
        known = self.amount_refunded + self.amount_reserved
        return max(0, (self.intent.reported_refunded or 0) + self.intent.reserved_since_report - known)

    @property
    def refundable(self) -> int:
        """What may still be given back: never below 0, and 0 while a dispute forbids refunds."""
        if any(dispute.forbids_refunds for dispute in self.disputes):
            return 0
        return max(0, self.intent.captured - self.amount_refunded - self.amount_reserved - self.unlisted_refunds)

    @property
    def is_uncaptured(self) -> bool:
        """Whether money is held for the order that was not taken yet."""
        return self.intent.state is PaymentState.UNCAPTURED

    @property
    def is_authorized(self) -> bool:
        """Whether the money is held as the order asked for it, to be taken later."""
        matches = not any(hold.reason is HoldReason.MISMATCH for hold in self.holds)
        return self.is_uncaptured and self.capture_method is CaptureMethod.MANUAL and matches

    @property
    def awaits_risk(self) -> bool:
        """Whether the order is paid, or authorized, by a charge whose risk could still hold it and is not known yet."""
        is_charged = self.intent.charge_id is not None and (self.intent.is_paid or self.is_authorized)
        return is_charged and self.intent.risk_level is None and bool(self.risk_holds.levels)

    @property
    def unsettled_capture(self) -> Capture | None:
        """The capture to which Stripe's answer is not known yet."""
        capture = self.intent.capture
        return capture if capture is not None and self.is_uncaptured and not capture.is_settled else None

    @property
    def amount_capturable(self) -> int:
        """What may still be taken of what is authorized."""
        return self.intent.authorized if self.is_uncaptured and self.unsettled_capture is None else 0

    @property
    def payment_status(self) -> PaymentStatus:
        """The first that holds, from the gravest on."""
        if any(dispute.is_open or dispute.is_lost for dispute in self.disputes):
            return PaymentStatus.DISPUTED
        if self.intent.is_paid:
            if self.amount_refunded >= self.intent.captured:
                return PaymentStatus.REFUNDED
            return PaymentStatus.PARTIALLY_REFUNDED if self.amount_refunded else PaymentStatus.SUCCEEDED
        return _UNPAID.get(self.intent.state, PaymentStatus.PENDING)

    @property
    def status(self) -> OrderStatus:
        """The first that holds."""
        if any(hold.is_open for hold in self.holds):
            return OrderStatus.ON_HOLD
        if self.intent.is_paid:
            return OrderStatus.REFUNDED if self.amount_refunded >= self.intent.captured else OrderStatus.CONFIRMED
        if self.is_authorized:
            return OrderStatus.CONFIRMED
        return OrderStatus.CANCELED if self.intent.state is PaymentState.CANCELED else OrderStatus.PENDING

    @property
    def requested_refunds(self) -> tuple[RequestedRefund, ...]:
        """The refunds that were requested through Till."""
        return tuple(refund for refund in self.refunds if isinstance(refund, RequestedRefund))

    @property
    def unsettled_refunds(self) -> tuple[RequestedRefund, ...]:
        """The requested refunds to which Stripe's answer is not known yet."""
        return tuple(refund for refund in self.requested_refunds if refund.is_unsettled)

    def requested_refund(self, refund_id: RefundId) -> RequestedRefund | None:
        """The requested refund of that id."""
        return next((refund for refund in self.requested_refunds if refund.id == refund_id), None)

    def unsettled_refund(self, refund_id: RefundId) -> RequestedRefund | None:
        """The requested refund of that id, while Stripe's answer to it is not known."""
        return next((refund for refund in self.unsettled_refunds if refund.id == refund_id), None)

    def with_refund(self, changed: Refund) -> "Order":
        """The order with one of its refunds in a new state."""
        refunds = tuple(changed if refund.id == changed.id else refund for refund in self.refunds)
        return replace(self, refunds=refunds)

    def with_hold(self, reason: HoldReason, cause_id: str, by: Attribution) -> "Order":
        """Returns the order held for this cause; a hold of it that was opened before, even if released, stays."""
        hold_id = hold_id_from(self.id, reason, cause_id)
        if any(hold.id == hold_id for hold in self.holds):
            return self
        opened = Hold(id=hold_id, reason=reason, cause_id=cause_id, opened_at=by.at)
        return replace(self, holds=(*self.holds, opened))

    def with_hold_ended(self, reason: HoldReason, cause_id: str, by: Attribution) -> "Order":
        """Returns the order with this cause's hold ended, because its cause ended well."""
        hold_id = hold_id_from(self.id, reason, cause_id)
        return replace(self, holds=tuple(hold.ended(by) if hold.id == hold_id else hold for hold in self.holds))

    def with_hold_reopened(self, reason: HoldReason, cause_id: str) -> "Order":
        """Returns the order held again for this cause, unless an operator released the hold."""
        hold_id = hold_id_from(self.id, reason, cause_id)
        return replace(self, holds=tuple(hold.reopened() if hold.id == hold_id else hold for hold in self.holds))

    @property
    def figures(self) -> Figures:
        """How the order stands, for messages to the shop's systems."""
        return Figures(
            status=self.status.value,
            payment_status=self.payment_status.value,
            amount_captured=self.intent.captured,
            amount_refunded=self.amount_refunded,
            refundable=self.refundable,
        )

    def recording(self, what: EntryType, by: Attribution, data: Mapping[str, Value] | None = None) -> "Order":
        """Returns the order with one more change to be saved with it.

        A confirmation is withheld while the order is on hold or its charge's risk is not known, and is due with the
        change that ends the last hold or records the risk.
        """
        data, withheld = dict(data or {}), self.confirmation_withheld
        if what in _CONFIRMING:
            withheld = self.status is OrderStatus.ON_HOLD or self.awaits_risk
            data |= {AWAITS_RISK: True} if self.awaits_risk else {}
        elif withheld and what in _LETTING_OUT and self.status is OrderStatus.CONFIRMED and not self.awaits_risk:
            data["confirms"], withheld = True, False
        change = Change(type=what, by=by, data=data, figures=self.figures if what in WITH_FIGURES else None)
        updated_at = max(self.updated_at, by.at)
        return replace(self, changes=(*self.changes, change), updated_at=updated_at, confirmation_withheld=withheld)

    @property
    def new_declines(self) -> tuple[FailedAttempt, ...]:
        """The declines that were recorded since the order was loaded."""
        recorded = {change.data.get("attemptId") for change in self.changes if change.type is EntryType.PAYMENT_FAILED}
        return tuple(failure for failure in self.intent.failures if failure.declined and failure.id in recorded)

    def saved(self, version: int, head: ChainHead) -> "Order":
        """The order once its changes are stored."""
        return replace(self, version=version, head=head, changes=())
