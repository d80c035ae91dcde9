"""Which problem each of the core's errors is: the one table between the two."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from application import errors as application
from application.checkout.start_checkout import EMAIL_MISSING
from application.ports.identity import KeysUnreachable
from domain import errors as domain
from domain.money import currency_of, why_unpayable
from entrypoints.http.problems import kinds
from entrypoints.http.problems.kind import Kind
from entrypoints.http.problems.problem import FieldFault, Problem

_KEYS_RETRY_SECONDS: Final = 10

_FIELDS: Final[Mapping[str, str]] = {
    "amount": "items",
    "currency": "currency",
    "payment_method": "paymentMethodId",
    "receipt_email": "receiptEmail",
    "return_url": "returnUrl",
    "shipping": "shippingAddress",
}
"""Which of our fields became which of Stripe's parameters: a refusal of one is the caller's to mend."""

_OUT_OF_BOUNDS: Final[Mapping[str, str]] = {"amount_too_small": "too small", "amount_too_large": "too large"}
"""Stripe's codes; a checkout that was refused before no longer knows which it was."""


def problem_of(error: Exception) -> Problem | None:
    """The problem that an error means to callers; None for an error that nobody foresaw."""
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


def _cart(error: domain.CartRefused) -> Problem:
    faults = [FieldFault(field=field, message=message) for field, message in error.faults]
    return Problem(kinds.VALIDATION_FAILED, "The cart can't be sold as it stands.", errors=faults)


def _unpayable(error: domain.UnpayableAmount) -> Problem:
    why = error.why or why_unpayable(error.amount, currency_of(error.currency)) or "Stripe does not take it"
    fault = FieldFault(field="amount", message=f"can't be paid: {why}")
    return Problem(kinds.VALIDATION_FAILED, f"The amount {fault.message}.", errors=[fault])


def _amount_refused(error: application.AmountRefused) -> Problem:
    why = _OUT_OF_BOUNDS.get(str(error), "too small or too large")
    return Problem(kinds.AMOUNT_NOT_PAYABLE, f"Stripe finds the amount {why} to be charged; the checkout was canceled.")


def _exceeds(error: domain.RefundExceedsPayment) -> Problem:
    left = f"{error.asked} was asked, but only {error.refundable} is left to refund."
    detail = left if error.refundable else "Nothing is left to refund."
    return Problem(kinds.REFUND_EXCEEDS_PAYMENT, detail, members={"refundable": error.refundable})


def _declined(error: application.CardDeclined) -> Problem:
    return Problem(kinds.CARD_DECLINED, error.message, members={"declineCode": error.decline_code or error.code})


def _method_refused(_: application.PaymentMethodRefused) -> Problem:
    fault = FieldFault(field="paymentMethodId", message="can't be used")
    return Problem(kinds.PAYMENT_METHOD_REFUSED, errors=[fault])


def _advising(kind: Kind) -> Callable[[Any], Problem]:
    """Of those that no shopper meets: whoever runs the shop is told what to do as well."""
    return lambda _: Problem(kind, f"{kind.title}. {kind.remedy}")


def _refund_refused(error: application.RefundRefused) -> Problem:
    return Problem(kinds.REFUND_REFUSED, f"Stripe refused the refund ({error.code})." if error.code else None)


def _unreadable(error: application.UnreadableHistory) -> Problem:
    return Problem(kinds.HISTORY_UNREADABLE, f"Entry {error.seq} of the order's history is not as Till wrote it.")


def _not_found(error: application.NotFound) -> Problem:
    return Problem(kinds.NOT_FOUND, f"There is no such {error.what}.")


def _refused(error: application.Refused) -> Problem:
    field = _FIELDS.get(error.parameter.partition("[")[0])
    if field is None:
        return Problem(kinds.STRIPE_REFUSED)
    fault = FieldFault(field=field, message="is not accepted by the payment processor")
    return Problem(kinds.VALIDATION_FAILED, errors=[fault])


def _hold(error: domain.HoldNotReleasable) -> Problem:
    return Problem(kinds.HOLD_NOT_RELEASABLE, f"{error.why[:1].upper()}{error.why[1:]}".rstrip(".") + ".")


TRANSLATIONS: Final[Mapping[type, Callable[[Any], Problem]]] = {
    domain.CartRefused: _cart,
    domain.UnknownCurrency: _field("currency", "is not a currency that can be paid in"),
    domain.UnpayableAmount: _unpayable,
    domain.PaymentNotCaptured: _advising(kinds.PAYMENT_NOT_CAPTURED),
    domain.PaymentDisputed: _advising(kinds.PAYMENT_DISPUTED),
    domain.RefundExceedsPayment: _exceeds,
    domain.RefundOutcomeUnknown: _advising(kinds.REFUND_OUTCOME_UNKNOWN),
    domain.TooManyRefunds: _advising(kinds.TOO_MANY_REFUNDS),
    domain.TooManyAttempts: _plain(kinds.TOO_MANY_ATTEMPTS),
    domain.HoldNotFound: _plain(kinds.NOT_FOUND, "The order has no such hold."),
    domain.HoldNotReleasable: _hold,
    application.NotFound: _not_found,
    application.EmailMissing: _field(*EMAIL_MISSING),
    application.CheckoutAlreadyPaid: _with_order(kinds.CHECKOUT_ALREADY_PAID),
    application.PaymentNotSucceeded: _with_order(kinds.PAYMENT_NOT_SUCCEEDED),
    application.PaymentClosed: _with_order(kinds.PAYMENT_CLOSED),
    application.TooManyDeclines: _retry(kinds.TOO_MANY_DECLINES),
    application.RefundRefused: _refund_refused,
    application.PaymentMethodRefused: _method_refused,
    application.AmountRefused: _amount_refused,
    application.InvalidSignature: _advising(kinds.INVALID_SIGNATURE),
    application.InvalidEvent: _advising(kinds.INVALID_EVENT),
    application.UnreadableHistory: _unreadable,
    application.StaleOrder: _retry_soon(kinds.BUSY, 1),
    application.DuplicateOrder: _retry_soon(kinds.BUSY, 1),
    application.StoreUnavailable: _retry(kinds.DATABASE_UNAVAILABLE),
    application.KeyRefused: _plain(kinds.STRIPE_KEY_REFUSED),
    application.NotExecuted: _retry(kinds.STRIPE_UNAVAILABLE),
    application.OutcomeUnknown: _retry(kinds.STRIPE_UNAVAILABLE),
    application.Unavailable: _retry(kinds.STRIPE_UNAVAILABLE),
    application.ReadFirst: _retry_soon(kinds.BUSY, 1),
    application.Missing: _plain(kinds.NOT_FOUND),
    application.Refused: _refused,
    application.CardDeclined: _declined,
    KeysUnreachable: _retry_soon(kinds.IDENTITY_UNAVAILABLE, _KEYS_RETRY_SECONDS),
}
