"""Requests and responses of the model."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

StripeObject = dict[str, Any]
"""A Stripe object, list or parameter tree as decoded JSON."""


class ResponseLost(ConnectionError):
    """The connection broke before the response arrived; the request may or may not have been executed."""


@dataclass(frozen=True, slots=True)
class ApiResponse:
    """A complete HTTP response."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(slots=True)
class ApiRequest:
    """One authenticated request with validated, typed parameters."""

    request_id: str
    version: str
    has_secret_key: bool
    notice: str | None = None
    """What the response says of the request in a header of its own."""
    idempotency_key: str | None = None
    path_args: dict[str, str] = field(default_factory=dict)
    params: StripeObject = field(default_factory=dict)
