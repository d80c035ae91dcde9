"""Disputes and refunds that wait for a person, of all orders."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from domain.disputes.dispute import Dispute, DisputeStatus
from domain.identifiers.types import OrderId
from domain.refunds.refund import Refund


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeCase:
    """A dispute and its order."""

    order_id: OrderId
    dispute: Dispute


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputePage:
    """Some disputes, the next deadline first; `cursor` is None at the end."""

    cases: tuple[DisputeCase, ...]
    cursor: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundCase:
    """A refund and its order, with the currency of its amount."""

    order_id: OrderId
    currency: str
    refund: Refund


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorizationCase:
    """An authorized payment that lapses at `capture_before`; `amount` is what can be captured, in minor units."""

    order_id: OrderId
    amount: int
    currency: str
    capture_before: datetime


class OpenCases(Protocol):
    """Reads parts of many orders. Every method raises `StoreUnavailable`."""

    async def disputes(
        self, *, statuses: Sequence[DisputeStatus] | None, limit: int, cursor: str | None
    ) -> DisputePage:
        """Returns disputes of these statuses after `cursor`, or of all; those without a deadline come last.

        Raises `ValueError` for a malformed cursor.
        """

    async def refunds(self, *, since: datetime, limit: int) -> Sequence[RefundCase]:
        """Returns refunds to look after, newest first.

        These are the ones that failed and were created since then, and those whose outcome or whose success is overdue.
        """

    async def lapsing_authorizations(self, *, before: datetime, limit: int) -> Sequence[AuthorizationCase]:
        """Returns authorized payments that lapse before then unless they are captured, the first to lapse first."""
