"""The errors of payments, refunds, orders and webhooks."""

from typing import Final

from entrypoints.http.problems.problem import kind

INVALID_SIGNATURE: Final = kind(
    400,
    "invalid_signature",
    "The webhook's signature is not valid",
    "The Stripe-Signature header is missing, its timestamp differs from the server's time by more than 300 seconds, or "
    "it was made with another secret or for another body.",
    "Check that STRIPE_WEBHOOK_SECRET is the endpoint's secret, that the server's clock is right and that no proxy "
    "changes the body; `till doctor` checks the secret and the clock.",
)
INVALID_EVENT: Final = kind(
    400,
    "invalid_event",
    "The signed body is not a v1 event",
    "The signature is valid, but the body is not UTF-8, not JSON, has no id or type, or is a thin event.",
    "Register the endpoint for snapshot (v1) events.",
)
CARD_DECLINED: Final = kind(
    402,
    "card_declined",
    "The card was declined",
    "The bank or Stripe declined the payment; `declineCode` is the reason.",
    "Show `detail` to the shopper and let them try another card; the same payment can be used again.",
)
CHECKOUT_ALREADY_PAID: Final = kind(
    409,
    "checkout_already_paid",
    "The checkout is paid or its payment is processing",
    "The payment of the checkout to be replaced or canceled has succeeded or is processing; `orderId` is its order and "
    "`paymentStatus` is Stripe's status of the payment.",
    "Show that order instead of starting another payment.",
)
PAYMENT_NOT_SUCCEEDED: Final = kind(
    409,
    "payment_not_succeeded",
    "The payment has not succeeded",
    "An order is confirmed only by a succeeded payment; `paymentStatus` is Stripe's status of it, `orderId` the "
    "order that waits for it.",
    "Let the shopper finish the payment. The order of a processing payment is confirmed once the payment succeeds.",
)
PAYMENT_CLOSED: Final = kind(
    409,
    "payment_closed",
    "The payment is closed",
    "The payment was canceled or has ended in another way; `paymentStatus` is Stripe's status of the payment and "
    "`orderId` is its order.",
    "Start a new checkout.",
)
TOO_MANY_ATTEMPTS: Final = kind(
    409,
    "too_many_attempts",
    "The payment failed too often",
    "The payment of this order reached the limit of failed attempts.",
    "Start a new checkout.",
)
PAYMENT_NOT_CAPTURED: Final = kind(
    409,
    "payment_not_captured",
    "There is no captured payment to refund",
    "The order has no captured payment, so there is nothing to refund.",
    "Cancel the checkout instead.",
)
PAYMENT_DISPUTED: Final = kind(
    409,
    "payment_disputed",
    "The payment is disputed",
    "A dispute is open and not refundable, or was lost: the dispute itself returns the money.",
    "Answer the dispute at Stripe; refunds are possible again once it is won.",
)
REFUND_EXCEEDS_PAYMENT: Final = kind(
    409,
    "refund_exceeds_payment",
    "The refund exceeds what is left of the payment",
    "The amount is more than the captured amount less all succeeded and pending refunds; `refundable` is what is left.",
    "Refund at most `refundable`.",
)
REFUND_REFUSED: Final = kind(
    409,
    "refund_refused",
    "Stripe refused the refund",
    "Stripe refused the refund for good; nothing was refunded and nothing is reserved.",
    "Read the refund's `failureReason` in the order, fix the cause at Stripe and send a new request with a new key.",
)
REFUND_OUTCOME_UNKNOWN: Final = kind(
    409,
    "refund_outcome_unknown",
    "An earlier refund is not settled yet",
    "Stripe has not answered an earlier refund of this order; a second one without an Idempotency-Key could refund it "
    "twice.",
    "Wait until the worker has settled it, or send the first request again with its key.",
)
TOO_MANY_REFUNDS: Final = kind(
    409,
    "too_many_refunds",
    "The order has too many refunds",
    "The order reached the limit of refunds for one order.",
    "Refund the rest in one refund in Stripe's dashboard.",
)
HOLD_NOT_RELEASABLE: Final = kind(
    409,
    "hold_not_releasable",
    "The cause of the hold still exists",
    "The hold's dispute is open, or the hold is for a mismatch whose captured money was not refunded.",
    "Close the dispute or refund the money, then release the hold.",
)
HISTORY_UNREADABLE: Final = kind(
    409,
    "history_unreadable",
    "The history was changed outside Till",
    "The order's history was changed in the database and can't be shown; `detail` names the first changed entry.",
    "Run `till audit verify` to see what else was changed, and restore the document from a backup.",
)
AMOUNT_NOT_PAYABLE: Final = kind(
    422,
    "amount_not_payable",
    "The amount can't be charged",
    "The amount is too small or too large for Stripe; the checkout was canceled.",
    "Change the cart and start a new checkout.",
)
PAYMENT_METHOD_REFUSED: Final = kind(
    422,
    "payment_method_refused",
    "The payment method can't be used",
    "The payment method does not exist or belongs to another customer.",
    "Collect a new payment method with Stripe.js.",
)
TOO_MANY_DECLINES: Final = kind(
    429,
    "too_many_declines",
    "Too many declined cards",
    "The caller had ten declined payments within an hour, which looks like card testing.",
    "Try again after `Retry-After` seconds.",
)
