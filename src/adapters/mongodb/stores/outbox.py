"""The relay's side of the outbox inside the orders: two cursors over each history, one an audience.

A cursor is `{due, next, attempts, notBefore}`. A save of the order sets only `due`; all else is written here, on
condition that `notBefore` is still the moment at which the claim lapses: whoever claims anew writes a later one. `due`
is cleared only on condition that the history's head is the entry just told, so that a save in between is never lost.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from adapters.mongodb.documents.history import entry_from_document
from adapters.mongodb.documents.order import from_document
from adapters.mongodb.driver.claims import CROWD, Shuffle
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
        self._shuffle = shuffle

    async def claim(self, now: datetime, lease: timedelta, limit: int) -> Sequence[PendingNotifications]:
        candidates: list[tuple[Audience, Document]] = []
        for audience in Audience:
            due = self._orders.find(
                {
                    f"outbox.{audience}.due": True,
                    f"outbox.{audience}.notBefore": {"$lte": now},
                    "schemaVersion": UNDERSTOOD,
                }
            )
            oldest = due.sort(f"outbox.{audience}.notBefore", 1).limit(limit * CROWD)
            candidates += [(audience, document) for document in await answered(oldest.to_list(limit * CROWD))]
        self._shuffle(candidates)
        claimed: list[PendingNotifications] = []
        for audience, document in candidates:
            if len(claimed) == limit:
                break
            if await self._taken(audience, document, now + lease):
                claimed.append(_pending(audience, document, now + lease))
        return claimed

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

    async def _taken(self, audience: Audience, document: Document, until: datetime) -> bool:
        seen = document["outbox"][audience]
        written = await answered(
            self._orders.update_one(
                {
                    "_id": document["_id"],
                    f"outbox.{audience}.due": True,
                    f"outbox.{audience}.next": seen["next"],
                    f"outbox.{audience}.notBefore": seen["notBefore"],
                    "schemaVersion": UNDERSTOOD,
                },
                {"$set": {f"outbox.{audience}.notBefore": until}},
            )
        )
        return bool(written.modified_count)

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
            # Something was recorded meanwhile. The claim has nothing more to tell, so that need not wait for its lapse.
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
