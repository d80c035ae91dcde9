"""Every error code of the API: its status, its title, what it means and what to do about it."""

from typing import Final

from entrypoints.http.problems.problem import Kind


def _kind(status: int, code: str, title: str, meaning: str, remedy: str) -> Kind:
    return Kind(code=code, status=status, title=title, meaning=meaning, remedy=remedy)


MALFORMED_REQUEST: Final = _kind(
    400,
    "malformed_request",
    "The request can't be read",
    "The body is not UTF-8, not JSON or nested too deeply, or the request is not valid HTTP.",
    "Fix the client: send one JSON object, encoded as UTF-8.",
)
HOST_NOT_ALLOWED: Final = _kind(
    400,
    "host_not_allowed",
    "The host is not served here",
    "The Host header is missing, malformed or not in ALLOWED_HOSTS.",
    "Call the API by its public host name, or add that name to ALLOWED_HOSTS.",
)
INVALID_SIGNATURE: Final = _kind(
    400,
    "invalid_signature",
    "The webhook's signature is not valid",
    "The Stripe-Signature header is missing, its timestamp differs from the server's time by more than 300 seconds, or "
    "it was made with another secret or for another body.",
    "Check that STRIPE_WEBHOOK_SECRET is the endpoint's secret, that the server's clock is right and that no proxy "
    "changes the body; `till doctor` checks the secret and the clock.",
)
INVALID_EVENT: Final = _kind(
    400,
    "invalid_event",
    "The signed body is not a v1 event",
    "The signature is valid, but the body is not UTF-8, not JSON, has no id or type, or is a thin event.",
    "Register the endpoint for snapshot (v1) events.",
)
UNAUTHENTICATED: Final = _kind(
    401,
    "unauthenticated",
    "A valid bearer token is required",
    "The Authorization header is missing or is not a bearer token, or its token is malformed, expired or not trusted.",
    "Get a new token and send the request again with it.",
)
CARD_DECLINED: Final = _kind(
    402,
    "card_declined",
    "The card was declined",
    "The bank or Stripe declined the payment; `declineCode` is the reason.",
    "Show `detail` to the shopper and let them try another card; the same payment can be used again.",
)
FORBIDDEN: Final = _kind(
    403,
    "forbidden",
    "The caller does not have the required role",
    "The route requires the role `admin` or `shop`, and the token's `roles` do not contain it.",
    "Use a token with the role that `detail` names.",
)
HTTPS_REQUIRED: Final = _kind(
    403,
    "https_required",
    "HTTPS is required",
    "The request was sent over plain HTTP, and REQUIRE_HTTPS is on.",
    "Use https://. Behind a proxy, list the proxy in TRUSTED_PROXIES and let it set X-Forwarded-Proto.",
)
ORIGIN_NOT_ALLOWED: Final = _kind(
    403,
    "origin_not_allowed",
    "The origin may not call this API",
    "A browser sent a preflight request for a page whose origin is not in CORS_ALLOWED_ORIGINS.",
    "Add the page's exact origin to CORS_ALLOWED_ORIGINS.",
)
NOT_FOUND: Final = _kind(
    404,
    "not_found",
    "Not found",
    "The route does not exist, or the object does not exist or is not visible to the caller.",
    "Check the path, the id, and that the token belongs to the owner of the object.",
)
METHOD_NOT_ALLOWED: Final = _kind(
    405,
    "method_not_allowed",
    "The method is not allowed here",
    "The path exists, but not for this method; the `Allow` header lists its methods.",
    "Use one of the methods in `Allow`.",
)
IDEMPOTENCY_KEY_IN_USE: Final = _kind(
    409,
    "idempotency_key_in_use",
    "A request with this key is still running",
    "The first request with this Idempotency-Key has not been answered yet.",
    "Send the same request again after `Retry-After` seconds.",
)
CHECKOUT_ALREADY_PAID: Final = _kind(
    409,
    "checkout_already_paid",
    "The checkout is paid or its payment is processing",
    "The payment of the checkout to be replaced or canceled has succeeded or is processing; `orderId` is its order and "
    "`paymentStatus` is Stripe's status of the payment.",
    "Show that order instead of starting another payment.",
)
PAYMENT_NOT_SUCCEEDED: Final = _kind(
    409,
    "payment_not_succeeded",
    "The payment has not succeeded",
    "An order is confirmed only by a succeeded payment; `paymentStatus` is Stripe's status of it, `orderId` the "
    "order that waits for it.",
    "Let the shopper finish the payment. The order of a processing payment is confirmed once the payment succeeds.",
)
PAYMENT_CLOSED: Final = _kind(
    409,
    "payment_closed",
    "The payment is closed",
    "The payment was canceled or has ended in another way; `paymentStatus` is Stripe's status of the payment and "
    "`orderId` is its order.",
    "Start a new checkout.",
)
TOO_MANY_ATTEMPTS: Final = _kind(
    409,
    "too_many_attempts",
    "The payment failed too often",
    "The payment of this order reached the limit of failed attempts.",
    "Start a new checkout.",
)
PAYMENT_NOT_CAPTURED: Final = _kind(
    409,
    "payment_not_captured",
    "There is no captured payment to refund",
    "The order has no captured payment, so there is nothing to refund.",
    "Cancel the checkout instead.",
)
PAYMENT_DISPUTED: Final = _kind(
    409,
    "payment_disputed",
    "The payment is disputed",
    "A dispute is open and not refundable, or was lost: the dispute itself returns the money.",
    "Answer the dispute at Stripe; refunds are possible again once it is won.",
)
REFUND_EXCEEDS_PAYMENT: Final = _kind(
    409,
    "refund_exceeds_payment",
    "The refund exceeds what is left of the payment",
    "The amount is more than the captured amount less all succeeded and pending refunds; `refundable` is what is left.",
    "Refund at most `refundable`.",
)
REFUND_REFUSED: Final = _kind(
    409,
    "refund_refused",
    "Stripe refused the refund",
    "Stripe refused the refund for good; nothing was refunded and nothing is reserved.",
    "Read the refund's `failureReason` in the order, fix the cause at Stripe and send a new request with a new key.",
)
REFUND_OUTCOME_UNKNOWN: Final = _kind(
    409,
    "refund_outcome_unknown",
    "An earlier refund is not settled yet",
    "Stripe has not answered an earlier refund of this order; a second one without an Idempotency-Key could refund it "
    "twice.",
    "Wait until the worker has settled it, or send the first request again with its key.",
)
TOO_MANY_REFUNDS: Final = _kind(
    409,
    "too_many_refunds",
    "The order has too many refunds",
    "The order reached the limit of refunds for one order.",
    "Refund the rest in one refund in Stripe's dashboard.",
)
HOLD_NOT_RELEASABLE: Final = _kind(
    409,
    "hold_not_releasable",
    "The cause of the hold still exists",
    "The hold's dispute is open, or the hold is for a mismatch whose captured money was not refunded.",
    "Close the dispute or refund the money, then release the hold.",
)
HISTORY_UNREADABLE: Final = _kind(
    409,
    "history_unreadable",
    "The history was changed outside Till",
    "The order's history was changed in the database and can't be shown; `detail` names the first changed entry.",
    "Run `till audit verify` to see what else was changed, and restore the document from a backup.",
)
PAYLOAD_TOO_LARGE: Final = _kind(
    413,
    "payload_too_large",
    "The body is too large",
    "A body may have at most 64 KiB, a webhook's at most 1 MiB.",
    "Send a smaller body.",
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
    "`errors` names every field that is not valid, such as `items[0].sku` or `query.limit`, and what is wrong with it.",
    "Correct the fields and send the request again; the same Idempotency-Key may be used.",
)
IDEMPOTENCY_KEY_REUSED: Final = _kind(
    422,
    "idempotency_key_reused",
    "The key belongs to another request",
    "This Idempotency-Key was used before with another body.",
    "Use a new key for a new request.",
)
AMOUNT_NOT_PAYABLE: Final = _kind(
    422,
    "amount_not_payable",
    "The amount can't be charged",
    "The amount is too small or too large for Stripe; the checkout was canceled.",
    "Change the cart and start a new checkout.",
)
PAYMENT_METHOD_REFUSED: Final = _kind(
    422,
    "payment_method_refused",
    "The payment method can't be used",
    "The payment method does not exist or belongs to another customer.",
    "Collect a new payment method with Stripe.js.",
)
RATE_LIMITED: Final = _kind(
    429,
    "rate_limited",
    "Too many requests",
    "The caller sent more requests than RATE_LIMIT allows.",
    "Send the request again after `Retry-After` seconds.",
)
TOO_MANY_DECLINES: Final = _kind(
    429,
    "too_many_declines",
    "Too many declined cards",
    "The caller had ten declined payments within an hour, which looks like card testing.",
    "Try again after `Retry-After` seconds.",
)
INTERNAL_ERROR: Final = _kind(
    500,
    "internal_error",
    "Something went wrong on our side",
    "An unexpected error happened; it is logged with the `requestId`.",
    "Send the request again with the same Idempotency-Key; if the error persists, report the `requestId`.",
)
STRIPE_REFUSED: Final = _kind(
    502,
    "stripe_refused",
    "Stripe refused the call",
    "Stripe refused a call of Till for a reason that is not in the caller's request; nothing was done.",
    "Find the call in Stripe's request log by its time and read Stripe's message.",
)
STRIPE_KEY_REFUSED: Final = _kind(
    502,
    "stripe_key_refused",
    "Stripe refused our key",
    "STRIPE_SECRET_KEY was revoked, rolled or lacks a permission; an alert was sent.",
    "Set a valid key; `till doctor` checks it.",
)
IDENTITY_UNAVAILABLE: Final = _kind(
    503,
    "identity_unavailable",
    "Tokens can't be verified at the moment",
    "The identity provider's keys (JWT_JWKS_URL) can't be fetched, and none are cached.",
    "Send the request again after `Retry-After` seconds.",
)
STRIPE_UNAVAILABLE: Final = _kind(
    503,
    "stripe_unavailable",
    "Stripe can't be reached at the moment",
    "Stripe did not answer, answered with an error of its own, or limited the rate of calls.",
    "Send the request again with the same Idempotency-Key after `Retry-After` seconds.",
)
DATABASE_UNAVAILABLE: Final = _kind(
    503,
    "database_unavailable",
    "The database can't be reached at the moment",
    "MongoDB did not answer in time.",
    "Send the request again with the same Idempotency-Key after `Retry-After` seconds.",
)
BUSY: Final = _kind(
    503,
    "busy",
    "The order is being changed by other requests",
    "Too many requests changed the same order at once, and this one was not carried out; nothing was lost.",
    "Send the request again with the same Idempotency-Key after `Retry-After` seconds.",
)

KINDS: Final = tuple(value for value in tuple(globals().values()) if isinstance(value, Kind))
"""All of them, by status."""
