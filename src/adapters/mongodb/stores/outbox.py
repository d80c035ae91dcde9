"""The relay's side of the outbox inside the orders: two cursors over each history, one an audience.

A cursor is `{due, next, attempts, notBefore}`. A save of the order sets only `due`; all else is written here, on
condition that `notBefore` is still the moment at which the claim lapses: every new claim writes a later one. `due`
is cleared only on condition that the history's head is the entry just notified, so that no save in between is lost.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from adapters.mongodb.documents.history import entry_from_document
from adapters.mongodb.documents.order import from_document
from adapters.mongodb.driver.claims import DueQueue, Shuffle, claim_some
from adapters.mongodb.driver.connection import Database, Document
from adapters.mongodb.driver.failures import answered
from adapters.mongodb.stores.orders import UNDERSTOOD
from application.ports.storage.outbox import Audience, PendingNotifications

_MAX_REASONS = 20
"""Bounds what is kept of unsendable entries; the alert that each raises is kept elsewhere."""


class MongoOutbox:
    """Keeps the port `Outbox`."""

    def __init__(self, database: Database, shuffle: Shuffle) -> None:
        self._orders = database["orders"]
        self._queues = {
            audience: DueQueue(
                collection=self._orders,
                due={f"outbox.{audience}.due": True, "schemaVersion": UNDERSTOOD},
                at=f"outbox.{audience}.notBefore",
                as_read=(f"outbox.{audience}.next",),
            )
            for audience in Audience
        }
        self._shuffle = shuffle

    async def claim(self, now: datetime, lease: timedelta, limit: int) -> Sequence[PendingNotifications]:
        candidates = [
            (audience, document)
            for audience, queue in self._queues.items()
            for document in await queue.candidates(now, limit)
        ]
        claimed = await claim_some(
            candidates,
            limit,
            self._shuffle,
            lambda candidate: self._queues[candidate[0]].claim(candidate[1], now + lease),
        )
        return [_pending(audience, document, now + lease) for audience, document in claimed]

    async def advance(self, claim: PendingNotifications, seq: int, at: datetime) -> bool:
        return await self._moved(claim, seq, at, {})

    async def put_off(self, claim: PendingNotifications, until: datetime, reason: str) -> None:
        cursor = f"outbox.{claim.audience}"
        await answered(
            self._orders.update_one(
                _still_ours(claim),
                {
                    "$set": {f"{cursor}.notBefore": until, f"{cursor}.reason": reason},
                    "$inc": {f"{cursor}.attempts": 1},
                },
            )
        )

    async def skip(self, claim: PendingNotifications, seq: int, reason: str, at: datetime) -> bool:
        given_up = {"seq": seq, "reason": reason, "at": at}
        kept = {"$each": [given_up], "$slice": -_MAX_REASONS}
        return await self._moved(claim, seq, at, {"$push": {f"outbox.{claim.audience}.unsendable": kept}})

    async def _moved(self, claim: PendingNotifications, seq: int, at: datetime, also: Document) -> bool:
        cursor = f"outbox.{claim.audience}"
        ours = _still_ours(claim) | {f"{cursor}.next": {"$lte": seq}}
        moved: Document = {f"{cursor}.next": seq + 1, f"{cursor}.attempts": 0}
        if seq >= claim.order.head.seq:
            at_rest = {f"{cursor}.due": False, f"{cursor}.notBefore": at}
            written = await answered(
                self._orders.update_one(ours | {"head.seq": seq}, {"$set": moved | at_rest, **also})
            )
            if written.matched_count:
                return True
            # Something was recorded meanwhile, and need not wait until this claim lapses.
            moved |= {f"{cursor}.notBefore": at}
        written = await answered(self._orders.update_one(ours, {"$set": moved, **also}))
        return bool(written.matched_count)


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
