"""Trouble on demand between a caller and Stripe, each kind as it looks from outside."""

from dataclasses import dataclass, field
from enum import StrEnum
from fnmatch import fnmatchcase

from stripe_stand_in.model.account.event_faults import EventFaults
from stripe_stand_in.model.account.random_sequence import Chance
from stripe_stand_in.model.api.errors import Refusal


class Fault(StrEnum):
    """What can go wrong with a call."""

    LOSE_REQUEST = "lose_request"
    """The connection breaks before Stripe has read the call: not executed."""
    LOSE_ANSWER = "lose_answer"
    """Executed, but the connection breaks before the answer arrives."""
    EXECUTE_LATER = "execute_later"
    """The connection breaks and the call executes some seconds afterwards; until then its key is in use."""
    FAIL_BEFORE = "fail_before"
    """500, not executed; kept under the key."""
    FAIL_AFTER = "fail_after"
    """500 although executed; kept under the key."""
    GARBLE = "garble"
    """Executed, but what arrives is no JSON."""
    RATE_LIMIT = "rate_limit"
    """429 of a limiter: not executed, not kept."""
    LOCK_TIMEOUT = "lock_timeout"
    """429 because something else holds the object: not executed, not kept."""
    KEY_IN_USE = "key_in_use"
    """409 as if a request of the same key were still running."""
    UNAUTHORIZED = "unauthorized"
    """401, as when the key was just revoked."""
    UNAVAILABLE = "unavailable"
    """503 of a proxy in front of Stripe, with a body that is no JSON: not executed."""


@dataclass(slots=True)
class _Planned:
    pattern: str
    fault: Fault
    times: int


@dataclass(slots=True)
class RequestFaults:
    """What is to go wrong. Patterns are `METHOD /path`, `*` allowed: `POST /v1/refunds`, `* /v1/payment_intents/*`."""

    chance: Chance
    events: EventFaults
    _planned: list[_Planned] = field(default_factory=list)
    _odds: dict[Fault, float] = field(default_factory=dict)
    later: float = 5.0
    """Seconds until a call of EXECUTE_LATER executes."""

    def next(self, pattern: str, fault: Fault, times: int = 1) -> None:
        """Let `fault` befall the next `times` calls that fit the pattern; plans are served in the order they were "
        "made."""
        self._planned.append(_Planned(pattern, fault, times))

    def always(self, pattern: str, fault: Fault) -> None:
        """Let `fault` befall every call that fits, until calm."""
        self.next(pattern, fault, times=1 << 62)

    def randomly(self, **odds: float) -> None:
        """Let chance do it: the probability of each fault by its name, as `lose_answer=0.05`."""
        self._odds = {Fault(name): probability for name, probability in odds.items()}

    def calm(self) -> None:
        """No trouble from here on, events included."""
        self._planned.clear()
        self._odds.clear()
        self.events.calm()

    @property
    def pending(self) -> bool:
        """Whether a planned fault has not struck yet."""
        return bool(self._planned)

    def draw(self, method: str, path: str) -> Fault | None:
        """What befalls this call."""
        line = f"{method} {path}"
        for planned in self._planned:
            if fnmatchcase(line, planned.pattern):
                planned.times -= 1
                if planned.times == 0:
                    self._planned.remove(planned)
                return planned.fault
        if self._odds:
            drawn = self.chance.fraction()
            for fault, probability in self._odds.items():
                drawn -= probability
                if drawn < 0:
                    return fault
        return None


def rate_limited() -> Refusal:
    """The limiter's 429."""
    return Refusal(
        429,
        "Request rate limit exceeded. Learn more about rate limits here https://stripe.com/docs/rate-limits.",
        code="rate_limit",
        executed=False,
        headers={"Stripe-Rate-Limited-Reason": "global-rate"},
    )


def locked() -> Refusal:
    """The 429 of an object that something else is working on."""
    return Refusal(
        429,
        "This object cannot be accessed right now because another API request or Stripe process is currently accessing "
        "it. If you see this error intermittently, retry the request. If you see this error frequently and are making "
        "multiple concurrent requests to a single object, make your requests serially or at a lower rate.",
        code="lock_timeout",
        executed=False,
    )


def failed() -> Refusal:
    """The 500 that tells nothing."""
    return Refusal(500, "An unknown error occurred. You should retry your request.", kind="api_error")
