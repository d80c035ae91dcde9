"""What the HTTP layer itself needs of the world, beside the use cases that its handlers call."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeAlias

from application.ports.edge.backlog import Backlog
from application.ports.edge.idempotency_keys import IdempotencyKeys
from application.ports.edge.identity import TokenVerifier
from application.ports.edge.rate_limiter import RateLimiter
from application.ports.system.clock import Clock, RequestScopes

Check: TypeAlias = Callable[[], Awaitable[object]]
"""Asks an outside party for a sign of life; raises `Unavailable` when there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EdgePorts:
    """`limiter` is None where nothing is limited."""

    tokens: TokenVerifier
    limiter: RateLimiter | None
    idempotency_keys: IdempotencyKeys
    backlog: Backlog
    clock: Clock
    request_scopes: RequestScopes
    mongodb_answers: Check
    stripe_answers: Check
