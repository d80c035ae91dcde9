"""Idempotency: the response of the first executed request is stored under its key and replayed."""

from dataclasses import dataclass, field

from stripe_stand_in.model.api.errors import ApiError, malformed
from stripe_stand_in.model.api.http import ApiResponse, StripeObject

MAX_KEY_LENGTH = 255


@dataclass(slots=True)
class _StoredResponse:
    path: str
    parameters: StripeObject
    at: float
    response: ApiResponse | None


@dataclass(slots=True)
class IdempotencyKeys:
    """Responses by key, for one account. `kept` is in seconds."""

    kept: float
    _responses: dict[str, _StoredResponse] = field(default_factory=dict)

    def replay(self, key: str, path: str, parameters: StripeObject, now: float) -> ApiResponse | None:
        """Returns the response to repeat, or None for a new key; refuses a reused key and one still in progress."""
        if len(key) > MAX_KEY_LENGTH:
            raise malformed(f"Idempotency keys can be up to {MAX_KEY_LENGTH} characters.")
        self._prune(now)
        first = self._responses.get(key)
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
        if first.response is None:
            raise in_use(key)
        return first.response

    def hold(self, key: str, path: str, parameters: StripeObject, now: float) -> None:
        """Marks the key as in progress."""
        self._responses[key] = _StoredResponse(path, parameters, now, None)

    def store(self, key: str, path: str, parameters: StripeObject, now: float, response: ApiResponse) -> None:
        """Stores the response of an executed request."""
        self._responses[key] = _StoredResponse(path, parameters, now, response)

    def release(self, key: str) -> None:
        """Forgets a request that did not execute after all."""
        self._responses.pop(key, None)

    def _prune(self, now: float) -> None:
        for key, first in list(self._responses.items()):
            if first.at > now - self.kept:
                break
            del self._responses[key]


def _reused(message: str) -> ApiError:
    return ApiError(400, message, kind="idempotency_error", executed=False)


def in_use(key: str) -> ApiError:
    """Returns the 409 for a key whose first request is still running."""
    return ApiError(
        409,
        "There is currently another in-progress request using this Idempotent Key (that probably means you submitted "
        f"twice, and the other request is still going through): {key}. You'll need to wait until the other request "
        "completes.",
        kind="idempotency_error",
        code="idempotency_key_in_use",
        executed=False,
    )
