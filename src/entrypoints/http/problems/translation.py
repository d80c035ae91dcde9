"""The one table from the errors of the core to problem documents."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from application.captures.errors import CaptureRefused
from application.checkout.errors import (
    CardDeclined,
    CheckoutAlreadyPaid,
    EmailMissing,
    PaymentClosed,
    ReferenceReused,
    TooManyDeclines,
)
from application.checkout.start_checkout import EMAIL_MISSING
from application.orders.errors import NotFound, PaymentNotSucceeded
from application.payment_methods.errors import PaymentMethodRefused
from application.ports.edge.identity import KeysUnreachable
from application.ports.storage.failures import DuplicateOrder, StaleOrder, StoreUnavailable, UnreadableHistory
from application.ports.stripe.events import InvalidEvent, InvalidSignature
from application.ports.stripe.failures import (
    AmountRefused,
    KeyRefused,
    Missing,
    NotExecuted,
    OutcomeUnknown,
    Refused,
    StateConflict,
)
from application.ports.unavailable import Unavailable
from application.refunds.errors import RefundRefused
from application.webhooks.errors import EventForgotten
from domain.errors.captures import AlreadyCaptured, CaptureExceedsAuthorization, NothingToCapture
from domain.errors.orders import HoldNotFound, HoldNotReleasable, TooManyAttempts
from domain.errors.pricing import CartRefused, NothingToPay, TotalMismatch, UnknownCurrency, UnpayableAmount
from domain.errors.refunds import (
    PaymentDisputed,
    PaymentNotCaptured,
    RefundExceedsPayment,
    RefundOutcomeUnknown,
    TooManyRefunds,
)
from domain.money.currency import currency_of
from domain.money.money import why_unpayable
from domain.payments.refusal import AmountLimit, RequestPart
from entrypoints.http.problems import kinds
from entrypoints.http.problems.problem import FieldFault, Kind, Problem

_KEYS_RETRY_SECONDS: Final = 10

_FIELDS: Final[Mapping[RequestPart, str]] = {
    RequestPart.AMOUNT: "items",
    RequestPart.CURRENCY: "currency",
    RequestPart.EMAIL: "receiptEmail",
    RequestPart.PAYMENT_METHOD: "paymentMethodId",
    RequestPart.RETURN_URL: "returnUrl",
    RequestPart.SHIPPING: "shippingAddress",
}
"""The field of the request behind each part of a request to Stripe: a refusal of one can be corrected by the caller."""

_AMOUNT_LIMITS: Final[Mapping[AmountLimit, str]] = {
    AmountLimit.TOO_SMALL: "too small",
    AmountLimit.TOO_LARGE: "too large",
}


def problem_of(error: Exception) -> Problem | None:
    """Returns the problem for an error of the core; None for an unexpected error."""
    if isinstance(error, Problem):
        return error
    for known in type(error).__mro__:
        if known in TRANSLATIONS:
            return TRANSLATIONS[known](error)
    return None


def _plain(kind: Kind, detail: str | None = None) -> Callable[[Any], Problem]:
    return lambda _: Problem(kind, detail)


def _field(field: str, message: str) -> Callable[[Any], Problem]:
    return lambda _: Problem(
        kinds.VALIDATION_FAILED, f"{field} {message}.", errors=[FieldFault(field=field, message=message)]
    )


def _with_order(kind: Kind) -> Callable[[Any], Problem]:
    return lambda error: Problem(kind, members={"orderId": str(error.order_id), "paymentStatus": str(error.status)})


def _retry(kind: Kind) -> Callable[[Any], Problem]:
    return lambda error: Problem(kind, headers={"Retry-After": str(max(1, error.retry_after))})


def _retry_soon(kind: Kind, seconds: int) -> Callable[[Any], Problem]:
    return lambda _: Problem(kind, headers={"Retry-After": str(seconds)})


def _cart(error: CartRefused) -> Problem:
    faults = [FieldFault(field=field, message=message) for field, message in error.faults]
    return Problem(kinds.VALIDATION_FAILED, "The cart can't be sold.", errors=faults)


def _unpayable(error: UnpayableAmount) -> Problem:
    why = error.why or why_unpayable(error.amount, currency_of(error.currency)) or "Stripe does not take it"
    fault = FieldFault(field="amount", message=f"can't be paid: {why}")
    return Problem(kinds.VALIDATION_FAILED, f"The amount {fault.message}.", errors=[fault])


def _amount_refused(error: AmountRefused) -> Problem:
    why = _AMOUNT_LIMITS[error.limit]
    return Problem(kinds.AMOUNT_NOT_PAYABLE, f"The amount is {why} for Stripe; the checkout was canceled.")


def _exceeds(error: RefundExceedsPayment) -> Problem:
    left = f"The refund of {error.asked} is more than the {error.refundable} that is left to refund."
    detail = left if error.refundable else "Nothing is left to refund."
    return Problem(kinds.REFUND_EXCEEDS_PAYMENT, detail, members={"refundable": error.refundable})


def _declined(error: CardDeclined) -> Problem:
    return Problem(kinds.CARD_DECLINED, error.message, members={"declineCode": error.decline_code or error.code})


def _method_refused(_: PaymentMethodRefused) -> Problem:
    fault = FieldFault(field="paymentMethodId", message="can't be used")
    return Problem(kinds.PAYMENT_METHOD_REFUSED, errors=[fault])


def _advising(kind: Kind) -> Callable[[Any], Problem]:
    return lambda _: _advised(kind)


def _advised(kind: Kind, **members: str) -> Problem:
    """Of errors that shoppers never see: the detail includes the remedy."""
    return Problem(kind, f"{kind.title}. {kind.remedy}", members=members)


def _refund_refused(error: RefundRefused) -> Problem:
    why = f" ({error.code})" if error.code else ""
    return Problem(kinds.REFUND_REFUSED, f"{kinds.REFUND_REFUSED.title}{why}. {kinds.REFUND_REFUSED.remedy}")


def _unreadable(error: UnreadableHistory) -> Problem:
    return Problem(kinds.HISTORY_UNREADABLE, f"Entry {error.seq} of the order's history was changed outside Till.")


def _not_found(error: NotFound) -> Problem:
    return Problem(kinds.NOT_FOUND, f"The {error.what} does not exist.")


def _refused(error: Refused) -> Problem:
    field = _FIELDS.get(error.part) if error.part else None
    if field is None:
        return Problem(kinds.STRIPE_REFUSED)
    fault = FieldFault(field=field, message="is not accepted by the payment processor")
    return Problem(kinds.VALIDATION_FAILED, errors=[fault])


def _hold(error: HoldNotReleasable) -> Problem:
    return Problem(kinds.HOLD_NOT_RELEASABLE, f"{error.why[:1].upper()}{error.why[1:]}".rstrip(".") + ".")


def _capture_exceeds(error: CaptureExceedsAuthorization) -> Problem:
    return Problem(
        kinds.CAPTURE_EXCEEDS_AUTHORIZATION,
        f"{error.asked} was asked, but only {error.capturable} is authorized.",
        members={"amountCapturable": error.capturable},
    )


def _mismatch(error: TotalMismatch) -> Problem:
    return Problem(
        kinds.TOTAL_MISMATCH,
        f"The total is {error.named}, but the figures come to {error.computed}.",
        members={"total": error.named, "computedTotal": error.computed},
    )


TRANSLATIONS: Final[Mapping[type, Callable[[Any], Problem]]] = {
    CartRefused: _cart,
    NothingToCapture: lambda error: _advised(kinds.NOTHING_TO_CAPTURE, paymentStatus=str(error.status)),
    CaptureExceedsAuthorization: _capture_exceeds,
    CaptureRefused: _advising(kinds.CAPTURE_REFUSED),
    AlreadyCaptured: lambda error: _advised(kinds.ALREADY_CAPTURED, orderId=str(error.order_id)),
    TotalMismatch: _mismatch,
    NothingToPay: _advising(kinds.NOTHING_TO_PAY),
    UnknownCurrency: _field("currency", "is not a currency that can be paid in"),
    UnpayableAmount: _unpayable,
    PaymentNotCaptured: _advising(kinds.PAYMENT_NOT_CAPTURED),
    PaymentDisputed: _advising(kinds.PAYMENT_DISPUTED),
    RefundExceedsPayment: _exceeds,
    RefundOutcomeUnknown: _advising(kinds.REFUND_OUTCOME_UNKNOWN),
    TooManyRefunds: _advising(kinds.TOO_MANY_REFUNDS),
    TooManyAttempts: _plain(kinds.TOO_MANY_ATTEMPTS),
    EventForgotten: _plain(
        kinds.NOT_FOUND,
        "Stripe keeps an event for 30 days, and Till only until it had its effect. `till reconcile` reads the payment,"
        " its refunds and its disputes as they are now.",
    ),
    HoldNotFound: _plain(kinds.NOT_FOUND, "The order has no hold with this id."),
    HoldNotReleasable: _hold,
    NotFound: _not_found,
    EmailMissing: _field(*EMAIL_MISSING),
    CheckoutAlreadyPaid: _with_order(kinds.CHECKOUT_ALREADY_PAID),
    ReferenceReused: _advising(kinds.REFERENCE_REUSED),
    PaymentNotSucceeded: _with_order(kinds.PAYMENT_NOT_SUCCEEDED),
    PaymentClosed: _with_order(kinds.PAYMENT_CLOSED),
    TooManyDeclines: _retry(kinds.TOO_MANY_DECLINES),
    RefundRefused: _refund_refused,
    PaymentMethodRefused: _method_refused,
    AmountRefused: _amount_refused,
    InvalidSignature: _advising(kinds.INVALID_SIGNATURE),
    InvalidEvent: _advising(kinds.INVALID_EVENT),
    UnreadableHistory: _unreadable,
    StaleOrder: _retry_soon(kinds.BUSY, 1),
    DuplicateOrder: _retry_soon(kinds.BUSY, 1),
    StoreUnavailable: _retry(kinds.DATABASE_UNAVAILABLE),
    KeyRefused: _plain(kinds.STRIPE_KEY_REFUSED),
    NotExecuted: _retry(kinds.STRIPE_UNAVAILABLE),
    OutcomeUnknown: _retry(kinds.STRIPE_UNAVAILABLE),
    Unavailable: _retry(kinds.STRIPE_UNAVAILABLE),
    StateConflict: _retry_soon(kinds.BUSY, 1),
    Missing: _plain(kinds.NOT_FOUND),
    Refused: _refused,
    CardDeclined: _declined,
    KeysUnreachable: _retry_soon(kinds.IDENTITY_UNAVAILABLE, _KEYS_RETRY_SECONDS),
}
