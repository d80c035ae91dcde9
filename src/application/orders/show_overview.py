"""Show what waits for a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from application.ports.edge.backlog import Backlog, BacklogFigures
from application.ports.storage.open_cases import AuthorizationCase, DisputeCase, OpenCases, RefundCase
from application.ports.system.clock import Clock
from domain.disputes.dispute import DisputeStatus

FAILED_WITHIN: Final = timedelta(days=30)
"""Refunds that failed longer ago are found in their orders; no record says that a person has dealt with one."""

LAPSING_WITHIN: Final = timedelta(days=2)
"""A day before the alert about an authorization that is about to lapse."""

LISTED: Final = 50

NEED_RESPONSE: Final = (
    DisputeStatus.WARNING_NEEDS_RESPONSE,
    DisputeStatus.NEEDS_RESPONSE,
    DisputeStatus.APPEAL_NEEDS_RESPONSE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """Counts of what waits, the disputes that need a response, and refunds and authorizations to look after."""

    figures: BacklogFigures
    disputes: Sequence[DisputeCase]
    refunds: Sequence[RefundCase]
    authorizations: Sequence[AuthorizationCase]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowOverview:
    """Reads the backlog and the open cases; lists have at most `LISTED` entries."""

    backlog: Backlog
    cases: OpenCases
    clock: Clock

    async def __call__(self) -> Overview:
        """Raises `StoreUnavailable`."""
        now = self.clock.now()
        figures = await self.backlog.figures(now)
        disputes = await self.cases.disputes(statuses=NEED_RESPONSE, limit=LISTED, cursor=None)
        refunds = await self.cases.refunds(since=now - FAILED_WITHIN, limit=LISTED)
        lapsing = await self.cases.lapsing_authorizations(before=now + LAPSING_WITHIN, limit=LISTED)
        return Overview(figures=figures, disputes=disputes.cases, refunds=refunds, authorizations=lapsing)
