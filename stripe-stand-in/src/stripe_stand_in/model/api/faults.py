"""Injected request faults, each as it looks to the caller."""

from dataclasses import dataclass, field
from enum import StrEnum
from fnmatch import fnmatchcase

from stripe_stand_in.model.account.event_faults import EventFaults
from stripe_stand_in.model.account.random_sequence import RandomSequence
from stripe_stand_in.model.api.errors import ApiError


class Fault(StrEnum):
    """What can go wrong with a request."""

    LOSE_REQUEST = "lose_request"
    """The connection breaks before Stripe has read the request: not executed."""
    LOSE_ANSWER = "lose_answer"
    """Executed, but the connection breaks before the response arrives."""
    EXECUTE_LATER = "execute_later"
    """The connection breaks and the request executes some seconds later; until then its key is in use."""
    FAIL_BEFORE = "fail_before"
    """500, not executed; stored under the key."""
    FAIL_AFTER = "fail_after"
    """500 although executed; stored under the key."""
    GARBLE = "garble"
    """Executed, but the response body is cut off."""
    RATE_LIMIT = "rate_limit"
    """429 of a rate limiter: not executed, not stored."""
    LOCK_TIMEOUT = "lock_timeout"
    """429 because another request holds the object: not executed, not stored."""
    KEY_IN_USE = "key_in_use"
    """409 as if a request of the same key were still running."""
    UNAUTHORIZED = "unauthorized"
    """401, as when the key was just revoked."""
    UNAVAILABLE = "unavailable"
    """503 of a proxy in front of Stripe, with an HTML body: not executed."""


@dataclass(slots=True)
class _Planned:
    pattern: str
    fault: Fault
    times: int


@dataclass(slots=True)
class RequestFaults:
    """The planned faults. Patterns are `METHOD /path`, `*` allowed: `POST /v1/refunds`, `* /v1/payment_intents/*`."""

    sequence: RandomSequence
    events: EventFaults
    _planned: list[_Planned] = field(default_factory=list)
    _probabilities: dict[Fault, float] = field(default_factory=dict)
    later: float = 5.0
    """Seconds until a request with EXECUTE_LATER executes."""

    def next(self, pattern: str, fault: Fault, times: int = 1) -> None:
        """Applies `fault` to the next `times` requests that match the pattern; earlier plans come first."""
        self._planned.append(_Planned(pattern, fault, times))

    def always(self, pattern: str, fault: Fault) -> None:
        """Applies `fault` to every request that matches, until `clear`."""
        self.next(pattern, fault, times=1 << 62)

    def randomly(self, **probabilities: float) -> None:
        """Applies faults at random: the probability of each by its name, as `lose_answer=0.05`."""
        self._probabilities = {Fault(name): probability for name, probability in probabilities.items()}

    def clear(self) -> None:
        """Removes every planned and random fault, those of events included."""
        self._planned.clear()
        self._probabilities.clear()
        self.events.clear()

    @property
    def pending(self) -> bool:
        """Whether a planned fault has not been applied yet."""
        return bool(self._planned)

    def fault_for(self, method: str, path: str) -> Fault | None:
        """Returns the fault of this request, or None."""
        line = f"{method} {path}"
        for planned in self._planned:
            if fnmatchcase(line, planned.pattern):
                planned.times -= 1
                if planned.times == 0:
                    self._planned.remove(planned)
                return planned.fault
        if self._probabilities:
            remaining = self.sequence.fraction()
            for fault, probability in self._probabilities.items():
                remaining -= probability
                if remaining < 0:
                    return fault
        return None


def rate_limited() -> ApiError:
    """Returns the 429 of a rate limiter."""
    return ApiError(
        429,
        "Request rate limit exceeded. Learn more about rate limits here https://stripe.com/docs/rate-limits.",
        code="rate_limit",
        executed=False,
        headers={"Stripe-Rate-Limited-Reason": "global-rate"},
    )


def locked() -> ApiError:
    """Returns the 429 for an object that another request holds."""
    return ApiError(
        429,
        "This object cannot be accessed right now because another API request or Stripe process is currently accessing "
        "it. If you see this error intermittently, retry the request. If you see this error frequently and are making "
        "multiple concurrent requests to a single object, make your requests serially or at a lower rate.",
        code="lock_timeout",
        executed=False,
    )


def failed() -> ApiError:
    """Returns Stripe's general 500."""
    return ApiError(500, "An unknown error occurred. You should retry your request.", kind="api_error")
