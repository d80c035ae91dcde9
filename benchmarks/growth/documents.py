"""The documents of orders and of their events, as Till's own stores write them, made without a write for each."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from adapters.mongodb.documents.delivery import outcome_document
from adapters.mongodb.documents.event import to_document as event_document
from adapters.mongodb.documents.history import entry_to_document, head_to_document
from adapters.mongodb.documents.labels import labels_of
from adapters.mongodb.documents.order import FOR_EVER, to_document
from adapters.mongodb.documents.state import state_digest
from adapters.mongodb.driver.connection import Document
from adapters.mongodb.stores.inbox import expiry
from application.ports.shop.webhooks import EndpointId
from application.ports.storage.inbox import EventStatus, InboxEntry
from application.ports.storage.shop_outbox import DeliveryOutcome
from application.ports.stripe.events import Event
from benchmarks.growth.orders import Course, course_of
from domain.identifiers.types import EventId
from domain.orders.history import ChainHead, Entry, chained
from domain.orders.notices import operator_notice, shopper_notice
from domain.orders.order import Order
from domain.orders.shop_event import shop_event

_API_VERSION: Final = "2026-10-28.endive"
_NEVER_TRIED: Final = datetime(1970, 1, 1, tzinfo=UTC)

_EVENT_TYPES: Final[dict[Course, tuple[str, ...]]] = {
    Course.PAID: ("payment_intent.succeeded", "charge.succeeded"),
    Course.REFUNDED: ("payment_intent.succeeded", "charge.succeeded", "refund.created", "charge.refunded"),
    Course.PARTLY_REFUNDED: ("payment_intent.succeeded", "charge.succeeded", "refund.created", "charge.refunded"),
    Course.ABANDONED: ("payment_intent.canceled",),
    Course.WON: (
        *("payment_intent.succeeded", "charge.succeeded"),
        *("charge.dispute.created", "charge.dispute.closed"),
    ),
    Course.AUTHORIZED: ("payment_intent.amount_capturable_updated",),
    Course.OPEN: (),
}


def waiting_document(order: Order, audit_secret: bytes, endpoint_id: EndpointId) -> Document:
    """Returns the order's document as `MongoOrders.add` writes it: nobody was notified of anything yet."""
    document, entries = _signed(order, audit_secret)
    shopper, operator = any(map(shopper_notice, entries)), any(map(operator_notice, entries))
    shop = any(map(shop_event, entries))
    document["outbox"] = {
        "shopper": _cursor(order.created_at, due=shopper),
        "operator": _cursor(order.created_at, due=operator),
        "shop": {endpoint_id: _cursor(_NEVER_TRIED, due=True)} if shop else {},
    }
    attention = document["attention"]
    attention["notify"] = shopper or operator or shop
    attention["wakeAt"] = order.created_at if attention["notify"] else attention["at"] or FOR_EVER
    return document


def settled_document(order: Order, audit_secret: bytes, endpoint_id: EndpointId) -> Document:
    """Returns the order's document once everybody was notified of all that happened to it."""
    document, entries = _signed(order, audit_secret)
    behind = len(entries) + 1
    sent = [
        outcome_document(DeliveryOutcome(seq=entry.seq, at=entry.at + timedelta(seconds=1), attempts=1))
        for entry in entries
        if shop_event(entry)
    ]
    shop_cursor = {**_cursor(_NEVER_TRIED, due=False, upcoming=behind), "log": sent}
    document["outbox"] = {
        "shopper": _cursor(order.updated_at, due=False, upcoming=behind),
        "operator": _cursor(order.updated_at, due=False, upcoming=behind),
        "shop": {endpoint_id: shop_cursor} if sent else {},
    }
    attention = document["attention"]
    attention["notify"] = False
    attention["wakeAt"] = attention["at"] or FOR_EVER
    return document


def event_documents(number: int, order: Order) -> Iterator[Document]:
    """Yields the events by which Stripe reported what became of the order of that number, all of them applied."""
    for at, event_type in enumerate(_EVENT_TYPES[course_of(number)]):
        event = Event(
            id=EventId(f"evt_growth{number}_{at}"),
            type=event_type,
            created=order.updated_at.replace(microsecond=0),
            livemode=False,
            api_version=_API_VERSION,
            payload="",
        )
        entry = InboxEntry(
            event=event,
            status=EventStatus.APPLIED,
            received_at=order.updated_at,
            order_id=order.id,
            settled_at=order.updated_at,
        )
        yield event_document(entry, expiry(EventStatus.APPLIED, order.updated_at))


def due_event_document(number: int, at: datetime) -> Document:
    """Returns an event that was received and is still to be applied."""
    event = Event(
        id=EventId(f"evt_growth_due{number}"),
        type="payment_intent.succeeded",
        created=at.replace(microsecond=0),
        livemode=False,
        api_version=_API_VERSION,
        payload=json.dumps({"object": "event", "data": {"object": {"id": f"pi_growth_due{number}"}}}),
    )
    return event_document(InboxEntry(event=event, status=EventStatus.DUE, received_at=at), None)


def _signed(order: Order, audit_secret: bytes) -> tuple[Document, tuple[Entry, ...]]:
    """The document, all of whose history is written at once."""
    document = to_document(order.saved(1, order.head))
    document["attention"]["labels"] = labels_of(order, is_set_aside=False)
    entries = chained(order.id, order.head, order.changes, audit_secret, state_digest(document))
    document["head"] = head_to_document(ChainHead(seq=entries[-1].seq, hash=entries[-1].hash))
    document["history"] = [entry_to_document(entry) for entry in entries]
    document["changedAt"] = order.updated_at
    return document, entries


def _cursor(not_before: datetime, *, due: bool, upcoming: int = 1) -> dict[str, Any]:
    return {"due": due, "next": upcoming, "attempts": 0, "notBefore": not_before}
