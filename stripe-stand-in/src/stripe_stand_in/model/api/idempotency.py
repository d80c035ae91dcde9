"""The layer that makes a repeated POST harmless: the first executed answer is kept under its key and replayed."""

from dataclasses import dataclass, field

from stripe_stand_in.model.api.errors import Refusal, malformed
from stripe_stand_in.model.api.http import ApiResponse, StripeObject

LONGEST = 255


@dataclass(slots=True)
class _Kept:
    path: str
    parameters: StripeObject
    at: float
    answer: ApiResponse | None


@dataclass(slots=True)
class Keys:
    """Answers by key, for one account. `kept` is in seconds."""

    kept: float
    _answers: dict[str, _Kept] = field(default_factory=dict)

    def replay(self, key: str, path: str, parameters: StripeObject, now: float) -> ApiResponse | None:
        """The answer to repeat, or None if this key is new; refuses a key used otherwise or still at work."""
        if len(key) > LONGEST:
            raise malformed(f"Idempotency keys can be up to {LONGEST} characters.")
        self._prune(now)
        first = self._answers.get(key)
        if first is None:
            return None
        if first.path != path:
            raise _reused(
                f"Keys for idempotent requests can only be used for the same endpoint they were first used for "
                f"('{path}' vs '{first.path}'). Try using a key other than '{key}' if you meant to execute a different "
                "request."
            )
        if first.parameters != parameters:
            raise _reused(
                "Keys for idempotent requests can only be used with the same parameters they were first used with. "
                f"Try using a key other than '{key}' if you meant to execute a different request."
            )
        if first.answer is None:
            raise in_use(key)
        return first.answer

    def hold(self, key: str, path: str, parameters: StripeObject, now: float) -> None:
        """Note that a request of this key is at work."""
        self._answers[key] = _Kept(path, parameters, now, None)

    def keep(self, key: str, path: str, parameters: StripeObject, now: float, answer: ApiResponse) -> None:
        """Keep the answer of an executed request."""
        self._answers[key] = _Kept(path, parameters, now, answer)

    def release(self, key: str) -> None:
        """Forget a request that in the end did not execute."""
        self._answers.pop(key, None)

    def _prune(self, now: float) -> None:
        for key, first in list(self._answers.items()):
            if first.at > now - self.kept:
                break
            del self._answers[key]


def _reused(message: str) -> Refusal:
    return Refusal(400, message, kind="idempotency_error", executed=False)


def in_use(key: str) -> Refusal:
    """The refusal of a key whose first request is still running."""
    return Refusal(
        409,
        "There is currently another in-progress request using this Idempotent Key (that probably means you submitted "
        f"twice, and the other request is still going through): {key}. You'll need to wait until the other request "
        "completes.",
        kind="idempotency_error",
        code="idempotency_key_in_use",
        executed=False,
    )
