"""What happened to an order, chained so that nothing can be changed, cut out or swapped unseen."""

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from domain.identifiers.types import OrderId
from domain.orders.figures import Figures


class EntryType(StrEnum):
    """What can happen to an order or its payment, in the past tense."""

    CHECKOUT_STARTED = "CheckoutStarted"
    PAYMENT_INTENT_REQUESTED = "PaymentIntentRequested"
    CONTACT_CORRECTED = "ContactCorrected"
    PAYMENT_INTENT_CREATED = "PaymentIntentCreated"
    PAYMENT_INTENT_REFUSED = "PaymentIntentRefused"
    PAYMENT_ATTEMPTED = "PaymentAttempted"
    PAYMENT_REQUIRED_ACTION = "PaymentRequiredAction"
    PAYMENT_PROCESSING = "PaymentProcessing"
    PAYMENT_FAILED = "PaymentFailed"
    PROCESSING_PAYMENT_FAILED = "ProcessingPaymentFailed"
    PAYMENT_SUCCEEDED = "PaymentSucceeded"
    PAYMENT_AUTHORIZED = "PaymentAuthorized"
    AUTHORIZATION_UPDATED = "AuthorizationUpdated"
    AUTHORIZATION_EXPIRING = "AuthorizationExpiring"
    ORDER_CONFIRMED = "OrderConfirmed"
    CAPTURE_REQUESTED = "CaptureRequested"
    CAPTURE_SENT_AGAIN = "CaptureSentAgain"
    CAPTURE_REFUSED = "CaptureRefused"
    CAPTURE_OUTCOME_OVERDUE = "CaptureOutcomeOverdue"
    PAYMENT_CAPTURED = "PaymentCaptured"
    PAYMENT_MISMATCHED = "PaymentMismatched"
    PAYMENT_METHOD_RECORDED = "PaymentMethodRecorded"
    CANCELLATION_REQUESTED = "CancellationRequested"
    PAYMENT_CANCELED = "PaymentCanceled"
    CHECKOUT_REPLACED = "CheckoutReplaced"
    REFUND_REQUESTED = "RefundRequested"
    REFUND_NOT_EXECUTED = "RefundNotExecuted"
    REFUND_OUTCOME_LOST = "RefundOutcomeLost"
    REFUND_OUTCOME_OVERDUE = "RefundOutcomeOverdue"
    REFUND_SENT_AGAIN = "RefundSentAgain"
    REFUND_OPENED = "RefundOpened"
    REFUND_DELAYED = "RefundDelayed"
    REFUND_UPDATED = "RefundUpdated"
    REFUND_SUCCEEDED = "RefundSucceeded"
    REFUND_FAILED = "RefundFailed"
    REFUND_CANCELED = "RefundCanceled"
    REFUND_REFUSED = "RefundRefused"
    REFUND_TOTAL_REPORTED = "RefundTotalReported"
    REFUNDS_LISTED = "RefundsListed"
    DISPUTE_OPENED = "DisputeOpened"
    DISPUTE_UPDATED = "DisputeUpdated"
    DISPUTE_LOST = "DisputeLost"
    DISPUTE_ENDED = "DisputeEnded"
    DISPUTE_DEADLINE_NEAR = "DisputeDeadlineNear"
    DISPUTE_DEADLINE_PASSED = "DisputeDeadlinePassed"
    FRAUD_WARNED = "FraudWarned"
    RISK_ASSESSED = "RiskAssessed"
    RISK_HELD = "RiskHeld"
    REVIEW_OPENED = "ReviewOpened"
    REVIEW_APPROVED = "ReviewApproved"
    REVIEW_CLOSED = "ReviewClosed"
    HOLD_RELEASED = "HoldReleased"


AWAITS_RISK = "awaitsRisk"
"""Marks an entry that would confirm the order but for its charge's risk, which is not known yet."""

Value = str | int | bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """Who changes an order and why: actor `user:…`, `admin:…`, `stripe` or `till`; cause `request:…`, `event:…` or
    `worker:…`."""

    at: datetime
    actor: str
    cause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """An entry before it is saved. `data` holds ids, amounts, codes and hashes, no personal data and no free text.

    `figures` are the order's after the change, where an event to the shop's systems may call for them.
    """

    type: EntryType
    by: Attribution
    data: Mapping[str, Value]
    figures: Figures | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainHead:
    """The chain's last entry; `seq` 0 and an empty hash where there is none yet."""

    seq: int = 0
    hash: str = ""


NO_HISTORY = ChainHead()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A saved entry; `seq` counts from 1, `hash` covers it and, through its predecessor's, all before it.

    `state` is the digest of the order's state that was saved with it; None in histories of an earlier Till.
    """

    seq: int
    at: datetime
    type: EntryType
    actor: str
    cause: str
    data: Mapping[str, Value]
    hash: str
    state: str | None = None


def chained(
    order_id: OrderId, head: ChainHead, changes: Iterable[Change], secret: bytes, state: str | None = None
) -> tuple[Entry, ...]:
    """The entries of changes that follow `head`, each signed by HMAC-SHA-256 with the audit secret.

    `state` is the digest of what is saved with them.
    """
    entries: list[Entry] = []
    seq, previous = head.seq, head.hash
    for change in changes:
        seq += 1
        entry = Entry(
            seq=seq,
            at=change.by.at,
            type=change.type,
            actor=change.by.actor,
            cause=change.by.cause,
            data=dict(change.data) | (change.figures.recorded() if change.figures else {}),
            hash="",
            state=state,
        )
        previous = entry_hash(order_id, entry, previous, secret)
        entries.append(replace(entry, hash=previous))
    return tuple(entries)


def entry_hash(order_id: OrderId, entry: Entry, previous: str, secret: bytes) -> str:
    """The hash of one entry behind the hash of the one before it."""
    covered = [order_id, entry.seq, _milliseconds(entry.at), entry.type, entry.actor, entry.cause, dict(entry.data)]
    if entry.state is not None:
        covered.append(entry.state)
    text = json.dumps(covered, sort_keys=True, separators=(",", ":"))
    return hmac.new(secret, f"{previous}\n{text}".encode(), hashlib.sha256).hexdigest()


def first_broken(
    order_id: OrderId, entries: Iterable[Entry | None], head: ChainHead | None, *secrets: bytes
) -> int | None:
    """The seq of the first entry that was changed, cut out or swapped, or None where the chain is whole.

    `head` is what the order's document says of the chain's end, so that a cut tail shows. None stands for an entry or a
    head that can't be read, which nobody with a secret wrote. Any of the secrets may have signed an entry: while one is
    rotated, processes sign by either. An empty history is broken: every order has a first entry.
    """
    seq, previous = 0, ""
    for entry in entries:
        if entry is None or entry.seq != seq + 1:
            return seq + 1
        if not any(entry.hash == entry_hash(order_id, entry, previous, secret) for secret in secrets):
            return seq + 1
        seq, previous = entry.seq, entry.hash
    if head is None or not seq:
        return seq + 1
    return None if (seq, previous) == (head.seq, head.hash) else max(0, min(seq, head.seq)) + 1


def is_state_changed(entries: Sequence[Entry | None], state: str | None) -> bool:
    """Whether an order's state is not the one that its last entry was saved with.

    `entries` are a whole chain; `state` is the digest of what is stored now, None where the store keeps none. A history
    that an earlier Till wrote to its end says nothing of the state.
    """
    recorded = [entry.state for entry in entries if entry is not None]
    return any(recorded) and recorded[-1] != state


def _milliseconds(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)
