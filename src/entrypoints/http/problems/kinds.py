"""Every error code that a caller can meet: its status, its title, what it means and what to do about it."""

from typing import Final

from entrypoints.http.problems.problem import Kind


def _kind(status: int, code: str, title: str, meaning: str, remedy: str) -> Kind:
    return Kind(code=code, status=status, title=title, meaning=meaning, remedy=remedy)


MALFORMED_REQUEST: Final = _kind(
    400,
    "malformed_request",
    "The request can't be read",
    "The body is not UTF-8, not JSON, or nested too deep; or the request itself breaks HTTP.",
    "Mend the client: send one JSON object, encoded as UTF-8.",
)
HOST_NOT_ALLOWED: Final = _kind(
    400,
    "host_not_allowed",
    "The host is not served here",
    "The Host header names none of ALLOWED_HOSTS.",
    "Call the API by its public name, or add the name to ALLOWED_HOSTS.",
)
INVALID_SIGNATURE: Final = _kind(
    400,
    "invalid_signature",
    "The webhook's signature does not hold",
    "Stripe-Signature is missing, older or newer than 300 seconds, or made with another secret or over another body.",
    "Compare STRIPE_WEBHOOK_SECRET with the endpoint's secret, the server's clock with the true time, and make sure "
    "that no proxy changes the body; `till doctor` checks all three.",
)
INVALID_EVENT: Final = _kind(
    400,
    "invalid_event",
    "The signed body is no v1 event",
    "The signature holds, but the body is not UTF-8, not JSON, has no id or type, or is a thin event.",
    "Register the endpoint for snapshot (v1) events.",
)
UNAUTHENTICATED: Final = _kind(
    401,
    "unauthenticated",
    "A valid bearer token is needed",
    "The Authorization header is missing, not a bearer token, or its token is malformed, expired or not trusted.",
    "Fetch a new token and repeat the request with it.",
)
CARD_DECLINED: Final = _kind(
    402,
    "card_declined",
    "The card was declined",
    "The bank or Stripe refused the payment; `declineCode` says why as far as the shopper may know.",
    "Show `detail` to the shopper and let them try another card; the same payment can be tried again.",
)
FORBIDDEN: Final = _kind(
    403,
    "forbidden",
    "The caller may not do this",
    "The route is for operators, and the token's roles do not hold `admin`.",
    "Use an operator's token.",
)
HTTPS_REQUIRED: Final = _kind(
    403,
    "https_required",
    "HTTPS is required",
    "The request came over plain HTTP, and REQUIRE_HTTPS is on.",
    "Use https://; behind a proxy, name it in TRUSTED_PROXIES and let it set X-Forwarded-Proto.",
)
ORIGIN_NOT_ALLOWED: Final = _kind(
    403,
    "origin_not_allowed",
    "The origin may not call this API",
    "A browser asked whether a page of another origin may call, and CORS_ALLOWED_ORIGINS does not name it.",
    "Add the page's exact origin to CORS_ALLOWED_ORIGINS.",
)
NOT_FOUND: Final = _kind(
    404,
    "not_found",
    "There is no such thing",
    "No such route, or no such object among those the caller may see.",
    "Check the path and the id, and that the token belongs to the object's owner.",
)
METHOD_NOT_ALLOWED: Final = _kind(
    405,
    "method_not_allowed",
    "The method is not allowed here",
    "The path exists, but not for this method; `Allow` lists those it has.",
    "Use one of the methods in `Allow`.",
)
IDEMPOTENCY_KEY_IN_USE: Final = _kind(
    409,
    "idempotency_key_in_use",
    "A request with this key is still running",
    "The first request with this Idempotency-Key has not been answered yet.",
    "Repeat the same request after `Retry-After` seconds.",
)
CHECKOUT_ALREADY_PAID: Final = _kind(
    409,
    "checkout_already_paid",
    "The checkout is paid or being paid",
    "The checkout to be replaced or canceled has succeeded or is processing; `orderId` names it and `paymentStatus` "
    "is Stripe's own.",
    "Show that order instead of asking for money again.",
)
PAYMENT_NOT_SUCCEEDED: Final = _kind(
    409,
    "payment_not_succeeded",
    "The payment has not succeeded",
    "An order is confirmed by a succeeded payment alone; `paymentStatus` is Stripe's own, `orderId` the order that "
    "waits.",
    "Let the shopper finish the payment; a processing one is confirmed by itself.",
)
PAYMENT_CLOSED: Final = _kind(
    409,
    "payment_closed",
    "The payment can't be tried any more",
    "The payment was canceled or is otherwise over; `paymentStatus` is Stripe's own, `orderId` names the order.",
    "Start a new checkout.",
)
TOO_MANY_ATTEMPTS: Final = _kind(
    409,
    "too_many_attempts",
    "The payment failed too often",
    "One order may fail only so often.",
    "Start a new checkout.",
)
PAYMENT_NOT_CAPTURED: Final = _kind(
    409,
    "payment_not_captured",
    "There is no captured money to refund",
    "The order was never paid, so there is nothing to give back.",
    "Cancel the checkout instead.",
)
PAYMENT_DISPUTED: Final = _kind(
    409,
    "payment_disputed",
    "The payment is disputed",
    "A dispute is open and not refundable, or was lost: the money is given back by the dispute.",
    "Answer the dispute at Stripe; refunds open again when it is won.",
)
REFUND_EXCEEDS_PAYMENT: Final = _kind(
    409,
    "refund_exceeds_payment",
    "More was asked than is left",
    "Captured money less what was refunded and what is being refunded is less than the amount; `refundable` tells "
    "how much is left.",
    "Refund at most `refundable`.",
)
REFUND_REFUSED: Final = _kind(
    409,
    "refund_refused",
    "Stripe refused the refund",
    "Stripe's definite no; nothing was refunded and nothing is reserved.",
    "See the refund's reason in the order, mend the cause at Stripe and ask again with a new key.",
)
REFUND_OUTCOME_UNKNOWN: Final = _kind(
    409,
    "refund_outcome_unknown",
    "An earlier refund is not settled yet",
    "A refund of this order ended without an answer; another without an Idempotency-Key could be a double.",
    "Wait until the worker settled it, or repeat the first request with its key.",
)
TOO_MANY_REFUNDS: Final = _kind(
    409,
    "too_many_refunds",
    "The order has too many refunds",
    "One order may be refunded only so many times.",
    "Refund the rest at once, at Stripe.",
)
HOLD_NOT_RELEASABLE: Final = _kind(
    409,
    "hold_not_releasable",
    "What caused the hold still stands",
    "Its dispute is open, or a mismatch still has captured money that was not refunded.",
    "Close the dispute, or refund the money, and release the hold then.",
)
HISTORY_UNREADABLE: Final = _kind(
    409,
    "history_unreadable",
    "The history is not as Till wrote it",
    "Somebody changed the order's history in the database, so that it can't be shown; `detail` names the first entry.",
    "See with `till audit verify` what else was changed, and put the document back from a backup.",
)
PAYLOAD_TOO_LARGE: Final = _kind(
    413,
    "payload_too_large",
    "The body is too large",
    "Bodies may have 64 KiB, a webhook's 1 MiB.",
    "Send less.",
)
UNSUPPORTED_MEDIA_TYPE: Final = _kind(
    415,
    "unsupported_media_type",
    "The body must be JSON",
    "The Content-Type is not application/json.",
    "Send `Content-Type: application/json`.",
)
VALIDATION_FAILED: Final = _kind(
    422,
    "validation_failed",
    "Some of the request is not valid",
    "`errors` names every field at fault, such as `items[0].sku` or `query.limit`, and what is wrong with it.",
    "Mend the fields and send the request again; the same Idempotency-Key may be used.",
)
IDEMPOTENCY_KEY_REUSED: Final = _kind(
    422,
    "idempotency_key_reused",
    "The key belongs to another request",
    "This Idempotency-Key came with another body before.",
    "Use a new key for a new request.",
)
AMOUNT_NOT_PAYABLE: Final = _kind(
    422,
    "amount_not_payable",
    "The amount can't be charged",
    "Stripe finds the amount too small or too large; the checkout was canceled.",
    "Change the cart.",
)
PAYMENT_METHOD_REFUSED: Final = _kind(
    422,
    "payment_method_refused",
    "The payment method can't be used",
    "There is no such payment method, or it can't be used by this customer.",
    "Collect a new payment method with Stripe.js.",
)
RATE_LIMITED: Final = _kind(
    429,
    "rate_limited",
    "Too many requests",
    "The caller made more requests than RATE_LIMIT allows.",
    "Wait `Retry-After` seconds.",
)
TOO_MANY_DECLINES: Final = _kind(
    429,
    "too_many_declines",
    "Too many declined cards",
    "Ten declines of one caller within an hour look like card testing.",
    "Wait `Retry-After` seconds.",
)
INTERNAL_ERROR: Final = _kind(
    500,
    "internal_error",
    "Something went wrong on our side",
    "Till met what it did not expect; the fault is logged under `requestId`.",
    "Repeat the request with the same Idempotency-Key; if it persists, report the `requestId`.",
)
STRIPE_REFUSED: Final = _kind(
    502,
    "stripe_refused",
    "Stripe refused the call",
    "Stripe's definite no to something that Till asked and that no field of the request explains; nothing was done.",
    "Look the request up in Stripe's log by the time of `requestId`.",
)
STRIPE_KEY_REFUSED: Final = _kind(
    502,
    "stripe_key_refused",
    "Stripe refused our key",
    "STRIPE_SECRET_KEY was revoked, rolled or lacks a permission; the operators were alerted.",
    "Set a valid key; `till doctor` checks it.",
)
IDENTITY_UNAVAILABLE: Final = _kind(
    503,
    "identity_unavailable",
    "Tokens can't be checked just now",
    "The identity provider's keys (JWT_JWKS_URL) can't be fetched, and none were had before.",
    "Repeat the request after `Retry-After` seconds.",
)
STRIPE_UNAVAILABLE: Final = _kind(
    503,
    "stripe_unavailable",
    "Stripe can't be reached just now",
    "Stripe did not answer, answered with a failure of its own, or asked us to slow down.",
    "Repeat the request with the same Idempotency-Key after `Retry-After` seconds.",
)
DATABASE_UNAVAILABLE: Final = _kind(
    503,
    "database_unavailable",
    "The database can't be reached just now",
    "MongoDB did not answer in time.",
    "Repeat the request with the same Idempotency-Key after `Retry-After` seconds.",
)
BUSY: Final = _kind(
    503,
    "busy",
    "The order is being changed by others",
    "So many changes of one order came at once that this one had to give way; nothing was lost.",
    "Repeat the request with the same Idempotency-Key after `Retry-After` seconds.",
)

KINDS: Final = tuple(value for value in tuple(globals().values()) if isinstance(value, Kind))
"""All of them, by status."""
