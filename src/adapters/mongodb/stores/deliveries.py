"""What was sent to the shop's endpoints and what waits, read from the orders that it is about."""

from collections.abc import Sequence
from datetime import datetime

from adapters.mongodb.documents.delivery import cursor_from_document, deliveries_in
from adapters.mongodb.documents.labels import SET_ASIDE, having
from adapters.mongodb.driver.connection import Database, Document
from adapters.mongodb.driver.cursors import cursor_after, older_than
from adapters.mongodb.driver.failures import answered
from adapters.mongodb.driver.reads import find, find_one
from adapters.mongodb.stores.orders import UNDERSTOOD
from adapters.mongodb.stores.shop_outbox import cursor_of, set_aside_by
from adapters.mongodb.stores.waiting_orders import WaitingOrders, shop_queue, waiting_for
from application.ports.shop.webhooks import EndpointId
from application.ports.storage.deliveries import Delivery, DeliveryId, DeliveryPage, DeliveryStatus
from domain.identifiers.types import OrderId

_READ = {"history": 1, "outbox.shop": 1, "changedAt": 1}
_CHANGED_LAST_FIRST = [("changedAt", -1), ("_id", -1)]


class MongoDeliveries:
    """Keeps the port `Deliveries` for the endpoints that are configured."""

    def __init__(self, database: Database, endpoint_ids: Sequence[EndpointId]) -> None:
        self._orders = database["orders"]
        self._endpoint_ids = tuple(endpoint_ids)
        self._waiting = WaitingOrders(database, endpoint_ids)

    async def page(
        self, *, status: DeliveryStatus | None, limit: int, cursor: str | None, since: datetime | None = None
    ) -> DeliveryPage:
        conditions = [
            self._with_any(status),
            older_than(cursor, "changedAt"),
            {"changedAt": {"$gte": since}} if since else {},
        ]
        wanted = {"$and": [condition for condition in conditions if condition]}
        found = find(self._orders, wanted, _READ).sort(_CHANGED_LAST_FIRST).limit(limit + 1)
        documents = await answered(found.to_list(limit + 1))
        deliveries = [
            delivery
            for document in documents[:limit]
            for delivery in deliveries_in(document)
            if status in (None, delivery.status)
        ]
        more = len(documents) > limit
        last = documents[limit - 1] if more else None
        return DeliveryPage(
            deliveries=tuple(deliveries), cursor=cursor_after(last["changedAt"], last["_id"]) if last else None
        )

    async def of_order(self, order_id: OrderId) -> Sequence[Delivery]:
        document = await find_one(self._orders, {"_id": order_id}, _READ)
        return list(deliveries_in(document)) if document else []

    async def resend(self, delivery: DeliveryId, at: datetime) -> bool:
        cursor = cursor_of(delivery.endpoint_id)
        document = await find_one(self._orders, {"_id": delivery.order_id}, _READ)
        known = next((each for each in deliveries_in(document or _EMPTY) if each.id == delivery), None)
        if document is None or known is None:
            return False
        ours: Document = {"_id": delivery.order_id, "schemaVersion": UNDERSTOOD}
        now_due: Document = {f"{cursor}.due": True, f"{cursor}.notBefore": at}
        stored = cursor_from_document(document["outbox"]["shop"][delivery.endpoint_id])
        if delivery.seq >= stored.next:
            await self._waiting.change(ours, now_due)
            return True
        # Another caller may ask for the same at once: the first one alone finds it not yet asked for.
        first = ours | {f"{cursor}.again": {"$ne": delivery.seq}}
        again = {"$concatArrays": [{"$ifNull": [f"${cursor}.again", []]}, [delivery.seq]]}
        asked = now_due | {f"{cursor}.again": again}
        if known.status is DeliveryStatus.SET_ASIDE:
            asked |= set_aside_by(-1)
        if not await self._waiting.change(first, asked):
            await self._waiting.change(ours, now_due)
        return True

    def _with_any(self, status: DeliveryStatus | None) -> Document:
        match status:
            case DeliveryStatus.SET_ASIDE:
                return having(SET_ASIDE)
            case DeliveryStatus.PENDING if self._endpoint_ids:
                return {"$or": [waiting_for(shop_queue(endpoint_id)) for endpoint_id in self._endpoint_ids]}
            case _:
                return {"changedAt": {"$exists": True}}


_EMPTY: Document = {"_id": "", "history": [], "outbox": {}}
