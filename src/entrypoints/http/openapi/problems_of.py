"""The problem documents that each operation can answer with."""

from collections.abc import Iterable, Mapping
from typing import Final

from litestar.handlers import HTTPRouteHandler

from entrypoints.http.problems import kinds
from entrypoints.http.problems.problem import FieldFault, Kind
from entrypoints.http.requests.guards import GUARDS
from entrypoints.http.requests.query import ANY_QUERY_OPTION
from entrypoints.http.validation.fields import ResponseBody

UNKEYED: Final = ("quoteCart", "receiveEvent")  # the POSTs that take no Idempotency-Key
_UNLIMITED: Final = ("receiveEvent", "isAlive", "isReady")
_STRIPE: Final = (kinds.STRIPE_KEY_REFUSED, kinds.STRIPE_REFUSED, kinds.STRIPE_UNAVAILABLE)

OWN: Final[Mapping[str, tuple[Kind, ...]]] = {
    "quoteCart": (kinds.DATABASE_UNAVAILABLE,),
    "createPaymentIntent": (
        *_STRIPE,
        kinds.DATABASE_UNAVAILABLE,
        kinds.NOT_FOUND,
        kinds.CHECKOUT_ALREADY_PAID,
        kinds.PAYMENT_CLOSED,
        kinds.AMOUNT_NOT_PAYABLE,
        kinds.TOO_MANY_DECLINES,
        kinds.BUSY,
    ),
    "createCheckout": (
        *_STRIPE,
        kinds.DATABASE_UNAVAILABLE,
        kinds.NOT_FOUND,
        kinds.REFERENCE_REUSED,
        kinds.TOTAL_MISMATCH,
        kinds.NOTHING_TO_PAY,
        kinds.CHECKOUT_ALREADY_PAID,
        kinds.PAYMENT_CLOSED,
        kinds.BUSY,
    ),
    "getPaymentIntent": (*_STRIPE, kinds.DATABASE_UNAVAILABLE),
    "confirmPaymentIntent": (
        *_STRIPE,
        kinds.DATABASE_UNAVAILABLE,
        kinds.CARD_DECLINED,
        kinds.PAYMENT_CLOSED,
        kinds.TOO_MANY_ATTEMPTS,
        kinds.TOO_MANY_DECLINES,
        kinds.BUSY,
    ),
    "cancelPaymentIntent": (*_STRIPE, kinds.DATABASE_UNAVAILABLE, kinds.CHECKOUT_ALREADY_PAID, kinds.BUSY),
    "listPaymentMethods": (*_STRIPE, kinds.DATABASE_UNAVAILABLE),
    "attachPaymentMethod": (
        *_STRIPE,
        kinds.DATABASE_UNAVAILABLE,
        kinds.NOT_FOUND,
        kinds.CARD_DECLINED,
        kinds.PAYMENT_METHOD_REFUSED,
        kinds.TOO_MANY_DECLINES,
    ),
    "detachPaymentMethod": (*_STRIPE, kinds.DATABASE_UNAVAILABLE),
    "createRefund": (
        kinds.DATABASE_UNAVAILABLE,
        kinds.NOT_FOUND,
        kinds.PAYMENT_NOT_CAPTURED,
        kinds.PAYMENT_DISPUTED,
        kinds.REFUND_EXCEEDS_PAYMENT,
        kinds.REFUND_OUTCOME_UNKNOWN,
        kinds.REFUND_REFUSED,
        kinds.TOO_MANY_REFUNDS,
        kinds.BUSY,
    ),
    "capturePayment": (
        *_STRIPE,
        kinds.DATABASE_UNAVAILABLE,
        kinds.NOT_FOUND,
        kinds.NOTHING_TO_CAPTURE,
        kinds.CAPTURE_EXCEEDS_AUTHORIZATION,
        kinds.CAPTURE_REFUSED,
        kinds.BUSY,
    ),
    "cancelOrder": (
        *_STRIPE,
        kinds.DATABASE_UNAVAILABLE,
        kinds.ALREADY_CAPTURED,
        kinds.CHECKOUT_ALREADY_PAID,
        kinds.BUSY,
    ),
    "receiveEvent": (
        kinds.INVALID_SIGNATURE,
        kinds.INVALID_EVENT,
        kinds.PAYLOAD_TOO_LARGE,
        kinds.REQUEST_TIMEOUT,
        kinds.DATABASE_UNAVAILABLE,
    ),
    "placeOrder": (
        *_STRIPE,
        kinds.DATABASE_UNAVAILABLE,
        kinds.NOT_FOUND,
        kinds.PAYMENT_NOT_SUCCEEDED,
        kinds.BUSY,
    ),
    "listOrders": (kinds.DATABASE_UNAVAILABLE,),
    "getOrder": (kinds.DATABASE_UNAVAILABLE,),
    "getOrderHistory": (kinds.DATABASE_UNAVAILABLE, kinds.HISTORY_UNREADABLE),
    "releaseHold": (kinds.DATABASE_UNAVAILABLE, kinds.HOLD_NOT_RELEASABLE, kinds.BUSY),
    "listOrderChanges": (kinds.DATABASE_UNAVAILABLE,),
    "listDeliveries": (kinds.DATABASE_UNAVAILABLE,),
    "resendEvent": (kinds.DATABASE_UNAVAILABLE,),
    "listEvents": (kinds.DATABASE_UNAVAILABLE,),
    "replayEvent": (kinds.DATABASE_UNAVAILABLE,),
    "getDailyFigures": (kinds.DATABASE_UNAVAILABLE,),
    "getOverview": (kinds.DATABASE_UNAVAILABLE,),
    "listDisputes": (kinds.DATABASE_UNAVAILABLE,),
    "listProducts": (kinds.DATABASE_UNAVAILABLE,),
    "getConfig": (kinds.DATABASE_UNAVAILABLE,),
    "getMetrics": (kinds.NOT_FOUND,),
}


class ProblemDocument(ResponseBody, kw_only=True):
    """An error (RFC 9457). `code` is stable; `detail` may be shown to people; `errors` names the invalid fields."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    request_id: str
    errors: list[FieldFault] | None = None
    order_id: str | None = None
    payment_status: str | None = None
    refundable: int | None = None
    total: int | None = None
    computed_total: int | None = None
    amount_capturable: int | None = None
    decline_code: str | None = None


def takes_key(operation: str, method: str) -> bool:
    """Whether an operation accepts an Idempotency-Key."""
    return method == "POST" and operation not in UNKEYED


def problems_of(operation: str, method: str, handler: HTTPRouteHandler) -> Mapping[int, tuple[Kind, ...]]:
    """Returns the problems of one operation by status."""
    found: dict[int, tuple[Kind, ...]] = {}
    for kind in sorted(set(_all(operation, method, handler)), key=lambda kind: kind.code):
        found[kind.status] = (*found.get(kind.status, ()), kind)
    return dict(sorted(found.items()))


def _all(operation: str, method: str, handler: HTTPRouteHandler) -> Iterable[Kind]:
    guards = handler.resolve_guards()
    yield from OWN.get(operation, ())
    yield from (kinds.MALFORMED_REQUEST, kinds.HOST_NOT_ALLOWED, kinds.HTTPS_REQUIRED, kinds.INTERNAL_ERROR)
    if any(guard in GUARDS for guard in guards):
        yield from (kinds.UNAUTHENTICATED, kinds.IDENTITY_UNAVAILABLE)
    if any(guard in GUARDS for guard in guards):
        yield kinds.FORBIDDEN  # for the token of a checkout, and for the roles that a route requires
    if operation not in _UNLIMITED:
        yield kinds.RATE_LIMITED
    if handler.parsed_data_field is not None:
        yield from (
            kinds.REQUEST_TIMEOUT,
            kinds.UNSUPPORTED_MEDIA_TYPE,
            kinds.PAYLOAD_TOO_LARGE,
            kinds.VALIDATION_FAILED,
        )
    if ANY_QUERY_OPTION not in handler.opt:
        yield kinds.VALIDATION_FAILED
    if "{" in "".join(handler.paths):
        yield kinds.NOT_FOUND
    if takes_key(operation, method):
        yield from (kinds.IDEMPOTENCY_KEY_IN_USE, kinds.IDEMPOTENCY_KEY_REUSED, kinds.VALIDATION_FAILED)
