"""The relay's side of the outbox in memory."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from adapters.in_memory.stores.stored_order import Cursor, Lying, OrderShelf
from application.ports.storage.outbox import Audience, Untold


class InMemoryOutbox:
    """Keeps the port `Outbox`."""

    def __init__(self, shelf: OrderShelf) -> None:
        self._shelf = shelf

    async def claim(self, now: datetime, lease: timedelta, limit: int) -> Sequence[Untold]:
        async with self._shelf.faults.call():
            due = sorted(
                (cursor.not_before, stored.order.id, audience)
                for stored in self._shelf.lying.values()
                for audience, cursor in stored.cursors.items()
                if cursor.due and cursor.not_before <= now
            )
            claimed = [
                _untold(self._shelf.lying[order_id], audience, now + lease) for _, order_id, audience in due[:limit]
            ]
            for claim in claimed:
                self._put(claim, replace(self._cursor(claim), not_before=claim.claimed_until))
        return claimed

    async def told(self, claim: Untold, seq: int, at: datetime) -> bool:
        async with self._shelf.faults.call():
            return self._moved(claim, seq, at, None)

    async def put_off(self, claim: Untold, until: datetime, reason: str) -> None:
        async with self._shelf.faults.call():
            cursor = self._cursor(claim)
            if cursor.not_before == claim.claimed_until:
                self._put(claim, replace(cursor, not_before=until, attempts=cursor.attempts + 1, reason=reason))

    async def unsendable(self, claim: Untold, seq: int, reason: str, at: datetime) -> bool:
        async with self._shelf.faults.call():
            return self._moved(claim, seq, at, reason)

    def _moved(self, claim: Untold, seq: int, at: datetime, unsendable: str | None) -> bool:
        cursor = self._cursor(claim)
        if cursor.not_before != claim.claimed_until or cursor.next > seq:
            return False
        if unsendable is not None:
            cursor = replace(cursor, unsendable=(*cursor.unsendable, (seq, unsendable)))
        cursor = replace(cursor, next=seq + 1, attempts=0)
        if seq >= claim.order.head.seq:
            at_rest = seq == self._shelf.lying[claim.order.id].order.head.seq
            cursor = replace(cursor, due=not at_rest, not_before=at)
        self._put(claim, cursor)
        return True

    def _cursor(self, claim: Untold) -> Cursor:
        return self._shelf.lying[claim.order.id].cursors[claim.audience]

    def _put(self, claim: Untold, cursor: Cursor) -> None:
        stored = self._shelf.lying[claim.order.id]
        self._shelf.lying[claim.order.id] = replace(stored, cursors={**stored.cursors, claim.audience: cursor})


def _untold(stored: Lying, audience: Audience, until: datetime) -> Untold:
    cursor = stored.cursors[audience]
    return Untold(
        order=stored.order,
        audience=audience,
        entries=stored.entries[cursor.next - 1 :],
        attempts=cursor.attempts,
        claimed_until=until,
    )
