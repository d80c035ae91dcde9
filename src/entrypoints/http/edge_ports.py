"""The ports that the HTTP layer itself calls, beside the use cases of its handlers."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeAlias

from application.ports.edge.backlog import Backlog
from application.ports.edge.idempotency_keys import IdempotencyKeys
from application.ports.edge.identity import TokenVerifier
from application.ports.edge.rate_limiter import RateLimiter
from application.ports.system.clock import Clock, RequestScopes

Check: TypeAlias = Callable[[], Awaitable[object]]
"""Checks that another system answers; raises `Unavailable` where it does not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EdgePorts:
    """The ports; `limiter` is None where RATE_LIMIT is unset."""

    tokens: TokenVerifier
    limiter: RateLimiter | None
    idempotency_keys: IdempotencyKeys
    backlog: Backlog
    clock: Clock
    request_scopes: RequestScopes
    mongodb_answers: Check
    stripe_answers: Check
