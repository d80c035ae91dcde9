"""The orders that wait for a worker, whatever for: one index finds them all.

`attention.wakeAt` is the moment from which an order may need a worker, and `attention.notify` says whether somebody is
to be notified then. A save moves the first earlier and sets the second, never the reverse. A worker's write computes
both again from what is left. So a moment may be too early, which costs a look, and is never too late.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from adapters.mongodb.documents.order import FOR_EVER
from adapters.mongodb.driver.connection import Database, Document
from adapters.mongodb.driver.failures import answered
from adapters.mongodb.driver.reads import find
from adapters.mongodb.stores.orders import UNDERSTOOD
from application.ports.shop.webhooks import EndpointId

PARKED: Final = datetime(9998, 1, 1, tzinfo=UTC)
"""When an order wakes that waits only for endpoints that are not configured: should they ever be, it is found."""

_TIDIED_AT_ONCE: Final = 500

WAITING: Final[Document] = {"attention.wakeAt": {"$lt": FOR_EVER}}


@dataclass(frozen=True, slots=True)
class Queue:
    """One of the things that orders wait for: the field that says so, and the field of its time."""

    due: str
    at: str
    notifies: bool = True


ATTENTION: Final = Queue("attention.due", "attention.at", notifies=False)


class WaitingOrders:
    """Finds and changes them; `endpoint_ids` are the shop's that are configured."""

    def __init__(self, database: Database, endpoint_ids: Sequence[EndpointId] = ()) -> None:
        self._orders = database["orders"]
        self._endpoint_ids = tuple(endpoint_ids)
        self._awake = _awake(self._endpoint_ids)

    async def due(self, queue: Queue, now: datetime, limit: int, projection: Document | None = None) -> list[Document]:
        """Returns the orders that are due longest."""
        come = {
            "attention.wakeAt": {"$lte": now},
            queue.due: True,
            queue.at: {"$lte": now},
            "schemaVersion": UNDERSTOOD,
        }
        found = find(self._orders, _notify(queue) | come, projection).sort("attention.wakeAt", 1)
        return await answered(found.limit(limit).to_list(limit))

    async def change(self, condition: Document, changes: Document, removed: Sequence[str] = ()) -> bool:
        """Changes an order that meets the condition and computes when it wakes; returns whether one did.

        The changes' values are expressions of an aggregation: text is wrapped by `literal`.
        """
        stages: list[Document] = [{"$set": changes}]
        if removed:
            stages.append({"$unset": list(removed)})
        done = await answered(self._orders.update_one(condition, [*stages, {"$set": self._awake}]))
        return bool(done.matched_count)

    async def tidy(self, now: datetime) -> None:
        """Computes again when those wake that woke for nothing, and those that wait for what is configured by now."""
        queues = [ATTENTION, *map(outbox_queue, ("shopper", "operator")), *map(shop_queue, self._endpoint_ids)]
        for_nothing = {
            "attention.wakeAt": {"$lte": now},
            "$nor": [{queue.due: True, queue.at: {"$lte": now}} for queue in queues],
        }
        await self._recompute(for_nothing)
        if self._endpoint_ids:
            due = [{shop_queue(endpoint_id).due: True} for endpoint_id in self._endpoint_ids]
            await self._recompute({"attention.notify": False, "attention.wakeAt": PARKED, "$or": due})

    async def _recompute(self, condition: Document) -> None:
        some = find(self._orders, {**condition, "schemaVersion": UNDERSTOOD}, {"_id": 1}).limit(_TIDIED_AT_ONCE)
        if ids := [document["_id"] for document in await answered(some.to_list(_TIDIED_AT_ONCE))]:
            await answered(self._orders.update_many({"_id": {"$in": ids}}, [{"$set": self._awake}]))


def outbox_queue(audience: str) -> Queue:
    """What an audience is to be notified of."""
    return Queue(f"outbox.{audience}.due", f"outbox.{audience}.notBefore")


def shop_queue(endpoint_id: EndpointId) -> Queue:
    """What one of the shop's endpoints is to be notified of."""
    return Queue(f"outbox.shop.{endpoint_id}.due", f"outbox.shop.{endpoint_id}.notBefore")


def waiting_for(queue: Queue) -> Document:
    """The condition of orders that have something for a queue, now or later."""
    return {**_notify(queue), **WAITING, queue.due: True}


def literal(value: Any) -> Document:
    """A value that an aggregation is not to read as an expression."""
    return {"$literal": value}


def _notify(queue: Queue) -> Document:
    return {"attention.notify": True} if queue.notifies else {}


def _awake(endpoint_ids: Sequence[EndpointId]) -> Document:
    """An aggregation's expressions of when an order wakes, and whether somebody is to be notified then."""
    notified = [*map(outbox_queue, ("shopper", "operator")), *map(shop_queue, endpoint_ids)]
    any_endpoint = {"$objectToArray": {"$ifNull": ["$outbox.shop", {}]}}
    parked = {"$anyElementTrue": {"$map": {"input": any_endpoint, "in": {"$eq": ["$$this.v.due", True]}}}}
    moments = [_if(_is_due(queue), f"${queue.at}", FOR_EVER) for queue in (ATTENTION, *notified)]
    return {
        "attention.wakeAt": {"$min": [*moments, _if(parked, PARKED, FOR_EVER)]},
        "attention.notify": {"$or": [_is_due(queue) for queue in notified]},
    }


def _is_due(queue: Queue) -> Document:
    return {"$eq": [f"${queue.due}", True]}


def _if(condition: Document, then: object, otherwise: object) -> Document:
    return {"$cond": [condition, then, otherwise]}
