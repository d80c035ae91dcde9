"""The relay's side of the outbox in memory."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from adapters.in_memory.stores.stored_order import Cursor, OrderTable, StoredOrder
from application.ports.storage.outbox import Audience, PendingNotifications


class InMemoryOutbox:
    """Keeps the port `Outbox`."""

    def __init__(self, table: OrderTable) -> None:
        self._table = table

    async def claim(self, now: datetime, lease: timedelta, limit: int) -> Sequence[PendingNotifications]:
        async with self._table.faults.call():
            due = sorted(
                (cursor.not_before, stored.order.id, audience)
                for stored in self._table.stored.values()
                for audience, cursor in stored.cursors.items()
                if cursor.due and cursor.not_before <= now
            )
            claimed = [
                _pending(self._table.stored[order_id], audience, now + lease) for _, order_id, audience in due[:limit]
            ]
            for claim in claimed:
                self._put(claim, replace(self._cursor(claim), not_before=claim.claimed_until))
        return claimed

    async def advance(self, claim: PendingNotifications, seq: int, at: datetime) -> bool:
        async with self._table.faults.call():
            return self._moved(claim, seq, at, None)

    async def put_off(self, claim: PendingNotifications, until: datetime, reason: str) -> None:
        async with self._table.faults.call():
            cursor = self._cursor(claim)
            if cursor.not_before == claim.claimed_until:
                self._put(claim, replace(cursor, not_before=until, attempts=cursor.attempts + 1, reason=reason))

    async def skip(self, claim: PendingNotifications, seq: int, reason: str, at: datetime) -> bool:
        async with self._table.faults.call():
            return self._moved(claim, seq, at, reason)

    def _moved(self, claim: PendingNotifications, seq: int, at: datetime, unsendable: str | None) -> bool:
        cursor = self._cursor(claim)
        if cursor.not_before != claim.claimed_until or cursor.next > seq:
            return False
        if unsendable is not None:
            cursor = replace(cursor, unsendable=(*cursor.unsendable, (seq, unsendable)))
        cursor = replace(cursor, next=seq + 1, attempts=0)
        if seq >= claim.order.head.seq:
            at_rest = seq == self._table.stored[claim.order.id].order.head.seq
            cursor = replace(cursor, due=not at_rest, not_before=at)
        self._put(claim, cursor)
        return True

    def _cursor(self, claim: PendingNotifications) -> Cursor:
        return self._table.stored[claim.order.id].cursors[claim.audience]

    def _put(self, claim: PendingNotifications, cursor: Cursor) -> None:
        stored = self._table.stored[claim.order.id]
        self._table.stored[claim.order.id] = replace(stored, cursors={**stored.cursors, claim.audience: cursor})


def _pending(stored: StoredOrder, audience: Audience, until: datetime) -> PendingNotifications:
    cursor = stored.cursors[audience]
    return PendingNotifications(
        order=stored.order,
        audience=audience,
        entries=stored.entries[cursor.next - 1 :],
        attempts=cursor.attempts,
        claimed_until=until,
    )
