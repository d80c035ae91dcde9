"""How a request or the outside can fail, in the core's words."""

from domain.errors import RuleBroken
from domain.identifiers import OrderId


class NotFound(Exception):
    """There is no such thing, or it isn't the caller's."""

    def __init__(self, what: str) -> None:
        super().__init__(f"no such {what}")
        self.what = what


class EmailMissing(Exception):
    """Neither the token nor the request names an address for the receipt."""


class CheckoutAlreadyPaid(Exception):
    """The checkout to be replaced or canceled is paid or being paid."""

    def __init__(self, order_id: OrderId, status: str) -> None:
        super().__init__(f"{order_id} is {status}")
        self.order_id = order_id
        self.status = status


class PaymentNotSucceeded(Exception):
    """The payment that an order was to be placed for has not succeeded; `status` is Stripe's own."""

    def __init__(self, order_id: OrderId, status: str) -> None:
        super().__init__(f"{order_id} is {status}")
        self.order_id = order_id
        self.status = status


class PaymentClosed(Exception):
    """The payment can't be tried any more; `status` is Stripe's own."""

    def __init__(self, order_id: OrderId, status: str) -> None:
        super().__init__(f"{order_id} is {status}")
        self.order_id = order_id
        self.status = status


class TooManyDeclines(Exception):
    """So many declines of one subject within an hour look like card testing."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"try again in {retry_after} s")
        self.retry_after = retry_after


class RefundRefused(Exception):
    """Stripe's definite no to a refund; `code` is Stripe's."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class PaymentMethodRefused(Exception):
    """Stripe's definite no to a payment method; `code` is Stripe's."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class AmountRefused(RuleBroken):
    """Stripe finds the amount too small or too large for the account's settlement currency."""


class InvalidSignature(Exception):
    """The webhook was not signed by Stripe, or too long ago."""


class InvalidEvent(Exception):
    """Signed, but no event that Till could ever read."""


class UnreadableEvent(Exception):
    """An event of a known type whose object can't be read; it is kept for a person."""


class UnreadableHistory(Exception):
    """The order's history is not as Till wrote it: entry `seq` is the first that can't be read."""

    def __init__(self, seq: int) -> None:
        super().__init__(f"entry {seq}")
        self.seq = seq


class StaleOrder(Exception):
    """The order was changed since it was read; nothing was written."""


class DuplicateOrder(Exception):
    """An order with this id exists; nothing was written."""


class Unavailable(Exception):
    """The outside can't be used right now; the same request may be repeated after `retry_after` seconds."""

    def __init__(self, why: str, retry_after: int = 5) -> None:
        super().__init__(why)
        self.retry_after = retry_after


class StoreUnavailable(Unavailable):
    """The database is out of reach, or did not answer in time; whether a write was done is not known."""


class NotExecuted(Unavailable):
    """Stripe turned the call away unexecuted (429, `rate_limit`, `lock_timeout`); the same key may be sent."""


class KeyRefused(NotExecuted):
    """Stripe refuses our API key (401, 403): nothing was executed, and an operator must act."""


class OutcomeUnknown(Unavailable):
    """No usable answer came (time-out, reset, 5xx, 409, 424, `idempotency_error`): it may have been executed or not."""


class ReplayedFailure(OutcomeUnknown):
    """The key's first answer was a 5xx and will be replayed for as long as the key is kept."""


class KeyInUse(OutcomeUnknown):
    """Another call under the same key is under way right now (409, `idempotency_key_in_use`): its answer is near."""


class KeyReused(OutcomeUnknown):
    """The key was first used with other parameters (`idempotency_error`)."""


class ReadFirst(Exception):
    """The object's state forbids it (`payment_intent_unexpected_state`, `charge_already_refunded`): read it before
    anything else."""


class Refused(Exception):
    """Stripe's definite no: nothing was executed and the same request will never be.

    `code` and `parameter` are Stripe's, or empty; `message` is for logs, not for shoppers.
    """

    def __init__(self, code: str, parameter: str = "", message: str = "") -> None:
        super().__init__(f"{code or 'refused'} {parameter}".strip())
        self.code = code
        self.parameter = parameter
        self.message = message


class Missing(Refused):
    """Stripe has no such object (`resource_missing`); `parameter` names which."""


class CardDeclined(Exception):
    """The issuer, or Stripe for it, said no (402). `message` may be shown to shoppers.

    `code` and `decline_code` are Stripe's; lost, stolen and fraudulent are already made plain in `message`.
    """

    def __init__(self, code: str, decline_code: str | None, message: str) -> None:
        super().__init__(code)
        self.code = code
        self.decline_code = decline_code
        self.message = message


class MailRefused(Exception):
    """The mail server will never take this mail (5xx)."""


class MailUnavailable(Exception):
    """The mail can't be handed over now; try later."""
