"""How often one caller may call, counted over every process that serves the API."""

from dataclasses import dataclass
from typing import Final, Protocol

_LEASES_IN_A_WINDOW: Final = 8
"""More leases cost more round trips; fewer leave more permits unused in processes that a caller has left."""


def lease_size(count: int) -> int:
    """Returns how many permits of a window of `count` calls one lease may have."""
    return max(1, count // _LEASES_IN_A_WINDOW)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """Permits for calls of one caller in the present window, which ends after `seconds`; none where it is used up."""

    permits: int
    seconds: float


class LimiterUnreachable(Exception):
    """The error where the count can't be read or written at the moment."""


class RateLimiter(Protocol):
    """Counts calls in windows of fixed length, for all processes together."""

    async def lease(self, caller: str) -> Lease:
        """Takes up to `lease_size` permits of the caller's window: what several processes take never exceeds the limit.

        Raises LimiterUnreachable.
        """
        ...
