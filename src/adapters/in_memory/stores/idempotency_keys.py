"""The answers of idempotency keys in memory."""

import math
from dataclasses import dataclass, replace
from datetime import datetime

from adapters.in_memory.stores.store_faults import StoreFaults
from application.ports.edge.idempotency_keys import KEPT, LEASE, Claim, Completed, Fresh, InFlight, Reused


@dataclass(frozen=True, slots=True, kw_only=True)
class _Record:
    digest: str
    turn: int
    lease_until: datetime
    expires_at: datetime
    answer: Completed | None = None


class InMemoryIdempotencyKeys:
    """Keeps the port `IdempotencyKeys`."""

    def __init__(self, faults: StoreFaults | None = None) -> None:
        self._faults = faults or StoreFaults()
        self._records: dict[str, _Record] = {}

    async def claim(self, scope: str, digest: str, now: datetime) -> Claim:
        async with self._faults.call():
            known = self._records.get(scope)
            if known is not None and known.expires_at > now:
                if known.digest != digest:
                    return Reused()
                if known.answer is not None:
                    return known.answer
                if known.lease_until > now:
                    return InFlight(retry_after=max(1, math.ceil((known.lease_until - now).total_seconds())))
            turn = known.turn + 1 if known else 1
            self._records[scope] = _Record(digest=digest, turn=turn, lease_until=now + LEASE, expires_at=now + KEPT)
            return Fresh(turn=turn)

    async def renew(self, scope: str, turn: int, now: datetime) -> None:
        async with self._faults.call():
            if known := self._ours(scope, turn):
                self._records[scope] = replace(known, lease_until=now + LEASE)

    async def complete(self, scope: str, turn: int, status: int, body: str, now: datetime) -> None:
        async with self._faults.call():
            if known := self._ours(scope, turn):
                answer = Completed(status=status, body=body)
                self._records[scope] = replace(known, answer=answer, expires_at=now + KEPT)

    async def release(self, scope: str, turn: int) -> None:
        async with self._faults.call():
            if self._ours(scope, turn):
                del self._records[scope]

    def _ours(self, scope: str, turn: int) -> _Record | None:
        known = self._records.get(scope)
        return known if known is not None and known.turn == turn and known.answer is None else None
