"""How a call to Stripe can fail."""

from application.ports.unavailable import Unavailable
from domain.errors.rule import RuleBroken


class AmountRefused(RuleBroken):
    """Stripe finds the amount too small or too large for the account's settlement currency."""


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


class StateConflict(Exception):
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
