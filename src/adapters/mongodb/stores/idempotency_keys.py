"""The answers of idempotency keys in MongoDB: each key one document, each step one conditional write of it."""

import math
from datetime import datetime
from typing import Final

from adapters.mongodb.driver.connection import Database, Document
from adapters.mongodb.driver.failures import AlreadyStored, answered
from adapters.mongodb.driver.grouped import GroupedInserts
from adapters.mongodb.driver.reads import find_one
from application.ports.edge.idempotency_keys import KEPT, LEASE, Claim, Completed, Fresh, InFlight, Reused
from application.ports.storage.failures import StoreUnavailable

_MAX_ROUNDS: Final = 8
"""Each lost round means that another request took, released or answered the same key meanwhile."""


class MongoIdempotencyKeys:
    """Keeps the port `IdempotencyKeys`.

    A document is `{_id: scope, digest, turn, leaseUntil, expiresAt}` while claimed; `status` and `body` come with the
    answer. The TTL index on `expiresAt` forgets it; until it does, what has expired counts as not there.
    """

    def __init__(self, database: Database) -> None:
        self._keys = database["idempotency_keys"]
        self._insert = GroupedInserts(self._keys)

    async def claim(self, scope: str, digest: str, now: datetime) -> Claim:
        for _ in range(_MAX_ROUNDS):
            if await self._inserted(scope, digest, now):
                return Fresh(turn=1)
            known = await find_one(self._keys, {"_id": scope})
            if known is None:
                continue
            if known["expiresAt"] <= now:
                if await self._taken_over(known, digest, now):
                    return Fresh(turn=known["turn"] + 1)
                continue
            if known["digest"] != digest:
                return Reused()
            if "status" in known:
                return Completed(status=known["status"], body=known["body"])
            if known["leaseUntil"] > now:
                return InFlight(retry_after=max(1, math.ceil((known["leaseUntil"] - now).total_seconds())))
            if await self._taken_over(known, digest, now):
                return Fresh(turn=known["turn"] + 1)
        raise StoreUnavailable("the key is contended", retry_after=1)

    async def renew(self, scope: str, turn: int, now: datetime) -> None:
        await answered(self._keys.update_one(_ours(scope, turn), {"$set": {"leaseUntil": now + LEASE}}))

    async def complete(self, scope: str, turn: int, status: int, body: str, now: datetime) -> None:
        answer = {"status": status, "body": body, "expiresAt": now + KEPT}
        await answered(self._keys.update_one(_ours(scope, turn), {"$set": answer}))

    async def release(self, scope: str, turn: int) -> None:
        await answered(self._keys.delete_one(_ours(scope, turn)))

    async def _inserted(self, scope: str, digest: str, now: datetime) -> bool:
        claimed = {"digest": digest, "turn": 1, "leaseUntil": now + LEASE, "expiresAt": now + KEPT}
        try:
            await self._insert.one({"_id": scope, **claimed})
        except AlreadyStored:
            return False
        return True

    async def _taken_over(self, known: Document, digest: str, now: datetime) -> bool:
        claimed = {"digest": digest, "turn": known["turn"] + 1, "leaseUntil": now + LEASE, "expiresAt": now + KEPT}
        # An answer stored since the read must stay, and changes neither turn nor lease.
        as_read = {"turn": known["turn"], "leaseUntil": known["leaseUntil"], "status": {"$exists": "status" in known}}
        written = await answered(
            self._keys.update_one(
                {"_id": known["_id"], **as_read},
                {"$set": claimed, "$unset": {"status": "", "body": ""}},
            )
        )
        return bool(written.modified_count)


def _ours(scope: str, turn: int) -> Document:
    return {"_id": scope, "turn": turn, "status": {"$exists": False}}
