"""The relay's side of the outbox inside the orders: two cursors over each history, one an audience.

A cursor is `{due, next, attempts, notBefore}`. A save of the order sets only `due`; all else is written here, on
condition that `notBefore` is still the moment at which the claim lapses: every new claim writes a later one. `due`
is cleared only on condition that the history's head is the entry just notified, so that no save in between is lost.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from adapters.mongodb.documents.history import entry_from_document
from adapters.mongodb.documents.order import from_document
from adapters.mongodb.driver.claims import CROWD, Shuffle, claim_some
from adapters.mongodb.driver.connection import Database, Document
from adapters.mongodb.stores.orders import UNDERSTOOD
from adapters.mongodb.stores.waiting_orders import WaitingOrders, literal, outbox_queue
from application.ports.shop.webhooks import EndpointId
from application.ports.storage.outbox import Audience, PendingNotifications

_MAX_REASONS = 20
"""Bounds what is kept of unsendable entries; the alert that each raises is kept elsewhere."""


class MongoOutbox:
    """Keeps the port `Outbox`."""

    def __init__(self, database: Database, shuffle: Shuffle, endpoint_ids: Sequence[EndpointId] = ()) -> None:
        self._waiting = WaitingOrders(database, endpoint_ids)
        self._shuffle = shuffle

    async def claim(self, now: datetime, lease: timedelta, limit: int) -> Sequence[PendingNotifications]:
        candidates = [
            (audience, document)
            for audience in Audience
            for document in await self._waiting.due(outbox_queue(audience), now, limit * CROWD)
        ]
        claimed = await claim_some(
            candidates, limit, self._shuffle, lambda candidate: self._claim(*candidate, now + lease)
        )
        return [_pending(audience, document, now + lease) for audience, document in claimed]

    async def advance(self, claim: PendingNotifications, seq: int, at: datetime) -> bool:
        return await self._moved(claim, seq, at, {})

    async def put_off(self, claim: PendingNotifications, until: datetime, reason: str) -> None:
        cursor = f"outbox.{claim.audience}"
        changes = {
            f"{cursor}.notBefore": until,
            f"{cursor}.reason": literal(reason),
            f"{cursor}.attempts": {"$add": [f"${cursor}.attempts", 1]},
        }
        await self._waiting.change(_still_ours(claim), changes)

    async def skip(self, claim: PendingNotifications, seq: int, reason: str, at: datetime) -> bool:
        unsendable = f"outbox.{claim.audience}.unsendable"
        given_up = literal([{"seq": seq, "reason": reason, "at": at}])
        kept = {"$slice": [{"$concatArrays": [{"$ifNull": [f"${unsendable}", []]}, given_up]}, -_MAX_REASONS]}
        return await self._moved(claim, seq, at, {unsendable: kept})

    async def _claim(self, audience: Audience, document: Document, until: datetime) -> bool:
        cursor, as_read = f"outbox.{audience}", document["outbox"][audience]
        unchanged = {
            "_id": document["_id"],
            f"{cursor}.due": True,
            f"{cursor}.notBefore": as_read["notBefore"],
            f"{cursor}.next": as_read["next"],
            "schemaVersion": UNDERSTOOD,
        }
        return await self._waiting.change(unchanged, {f"{cursor}.notBefore": until})

    async def _moved(self, claim: PendingNotifications, seq: int, at: datetime, also: Document) -> bool:
        cursor = f"outbox.{claim.audience}"
        ours = _still_ours(claim) | {f"{cursor}.next": {"$lte": seq}}
        moved: Document = {f"{cursor}.next": seq + 1, f"{cursor}.attempts": 0, **also}
        if seq >= claim.order.head.seq:
            # Should something be recorded meanwhile, it need not wait until this claim lapses.
            moved |= {f"{cursor}.notBefore": at}
            if await self._waiting.change(ours | {"head.seq": seq}, moved | {f"{cursor}.due": False}):
                return True
        return await self._waiting.change(ours, moved)


def _still_ours(claim: PendingNotifications) -> Document:
    return {
        "_id": claim.order.id,
        f"outbox.{claim.audience}.notBefore": claim.claimed_until,
        "schemaVersion": UNDERSTOOD,
    }


def _pending(audience: Audience, document: Document, until: datetime) -> PendingNotifications:
    cursor = document["outbox"][audience]
    return PendingNotifications(
        order=from_document(document),
        audience=audience,
        entries=tuple(entry_from_document(entry) for entry in document["history"][cursor["next"] - 1 :]),
        attempts=cursor["attempts"],
        claimed_until=until,
    )
