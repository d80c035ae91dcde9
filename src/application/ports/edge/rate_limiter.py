"""How often one caller may call, counted over every process that serves the API."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class RateLimitDecision:
    """Whether this call is within the limit and, where it is not, after how many whole seconds one will be."""

    allowed: bool
    retry_after: int = 0


class LimiterUnreachable(Exception):
    """The count is kept somewhere that does not answer just now."""


class RateLimiter(Protocol):
    """Counts calls in windows of fixed length; raises LimiterUnreachable when it can't."""

    async def hit(self, caller: str) -> RateLimitDecision:
        """Counts one call of `caller`."""
        ...
