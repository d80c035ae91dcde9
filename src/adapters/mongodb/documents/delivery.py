"""The cursor of one endpoint over an order's history, and the deliveries that it and the history come to."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import msgspec

from adapters.mongodb.documents.history import entry_from_document
from adapters.mongodb.documents.plain import from_plain, mirrored, to_plain
from application.ports.shop.webhooks import EndpointId
from application.ports.storage.deliveries import Delivery, deliveries_of
from application.ports.storage.shop_outbox import DeliveryOutcome, ShopCursor
from domain.identifiers.types import OrderId


class OutcomeDocument(msgspec.Struct, rename="camel", kw_only=True):
    """How the sending of one event ended."""

    seq: int
    at: datetime
    attempts: int
    reason: str | None


class ShopCursorDocument(msgspec.Struct, rename="camel", kw_only=True):
    """A cursor; `notBefore` is when it is next due, `log` the last outcomes."""

    due: bool
    next: int
    attempts: int
    not_before: datetime
    failing_since: datetime | None = None
    reason: str | None = None
    again: list[int] = []
    log: list[OutcomeDocument] = []


def cursor_from_document(document: dict[str, Any]) -> ShopCursor:
    """The cursor as the core knows it."""
    return mirrored(from_plain(document, ShopCursorDocument), ShopCursor)


def outcome_document(outcome: DeliveryOutcome) -> dict[str, Any]:
    """An outcome as it is stored."""
    return to_plain(OutcomeDocument(seq=outcome.seq, at=outcome.at, attempts=outcome.attempts, reason=outcome.reason))


def deliveries_in(document: dict[str, Any]) -> Iterator[Delivery]:
    """The deliveries of an order's document, the latest event first."""
    cursors = document["outbox"].get("shop", {})
    return deliveries_of(
        OrderId(document["_id"]),
        map(entry_from_document, document["history"]),
        {EndpointId(endpoint_id): cursor_from_document(cursor) for endpoint_id, cursor in cursors.items()},
    )
