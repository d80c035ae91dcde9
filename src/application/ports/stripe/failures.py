"""How a call to Stripe can fail."""

from application.ports.unavailable import Unavailable
from domain.errors.rule import RuleBroken
from domain.payments.refusal import AmountLimit, RequestPart


class AmountRefused(RuleBroken):
    """Stripe finds the amount too small or too large for the account's settlement currency; `code` is Stripe's."""

    def __init__(self, code: str, limit: AmountLimit) -> None:
        super().__init__(f"the amount is {limit}")
        self.code = code
        self.limit = limit


class NotExecuted(Unavailable):
    """Stripe rejected the call unexecuted, for now; the same key may be sent."""


class KeyRefused(NotExecuted):
    """Stripe refuses our API key: nothing was executed, and an operator must act."""


class PermissionMissing(KeyRefused):
    """Our key may not use one resource: nothing was executed there, and everything else still works.

    `permission` is Stripe's name of what is missing, or empty; `message` is Stripe's own, for operators.
    """

    def __init__(self, permission: str, message: str) -> None:
        super().__init__(message)
        self.permission = permission
        self.message = message


class OutcomeUnknown(Unavailable):
    """No usable answer came (timeout, reset, server error): the call may have been executed or not."""


class ReplayedFailure(OutcomeUnknown):
    """The key's first answer was a server error, which Stripe replays for as long as it keeps the key."""


class KeyInUse(OutcomeUnknown):
    """Another call under the same key is in progress: its answer comes within seconds."""


class KeyReused(OutcomeUnknown):
    """The key was first used with other parameters."""


class StateConflict(Exception):
    """The object's state forbids the call: read the object before anything else."""


class Refused(Exception):
    """Stripe refuses for good: nothing was executed, and the same request never will be.

    `code` is Stripe's, opaque, or empty; `part` is what the refusal is about, where it names a part of our request;
    `message` is for logs, not for shoppers.
    """

    def __init__(self, code: str, part: RequestPart | None = None, message: str = "") -> None:
        super().__init__(f"{code or 'refused'} {part or ''}".strip())
        self.code = code
        self.part = part
        self.message = message


class Missing(Refused):
    """Stripe has no such object; `part` is what names it."""
