"""What people asked for and were told, kept to be held against the books."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

from domain.identifiers.types import PaymentIntentId, RefundId, RequestScope
from entrypoints.container import Container

Act = Callable[[Container], Coroutine[Any, Any, Any]]


@dataclass(slots=True)
class Ledger:
    """What people asked for and were told, to be held against the books."""

    checkouts: dict[RequestScope, set[str]] = field(default_factory=dict)
    refunds: dict[RefundId, str] = field(default_factory=dict)
    """Every refund that was asked for, and the last that was told of it."""
    refused: set[RefundId] = field(default_factory=set)
    paid: list[PaymentIntentId] = field(default_factory=list)
    """Payments of which an answer said that their order stands."""
    confirmed: list[PaymentIntentId] = field(default_factory=list)
    canceled: list[PaymentIntentId] = field(default_factory=list)
    acknowledged: set[str] = field(default_factory=set)
    waiting: list[tuple[str, Act]] = field(default_factory=list)
    """What was asked under a key and has no answer yet: asked once more when all is calm."""
    released: set[str] = field(default_factory=set)
    may_repeat: set[str] = field(default_factory=set)
    """Mails that may have been sent twice, because trouble came between a sending and its record."""
