"""What crosses the model's door: a call on its way in, an answer on its way out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

StripeObject = dict[str, Any]
"""A Stripe object, list page or parameter tree as JSON knows it."""


class ResponseLost(ConnectionError):
    """The connection broke before the answer arrived; the call may or may not have been executed."""


@dataclass(frozen=True, slots=True)
class ApiResponse:
    """An HTTP answer, whole."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(slots=True)
class ApiRequest:
    """One authenticated request, its parameters checked and typed."""

    request_id: str
    version: str
    secret: bool
    idempotency_key: str | None = None
    args: dict[str, str] = field(default_factory=dict)
    given: StripeObject = field(default_factory=dict)

    def clears(self, name: str) -> bool:
        """Whether the caller sent the empty string, which unsets a value."""
        return name in self.given and self.given[name] is None
