"""The document of an alert."""

from datetime import datetime
from typing import Any

import msgspec

from adapters.mongodb.documents.plain import from_plain, to_plain
from application.ports.storage.alerts import Alert, AlertWay


class AlertDocument(msgspec.Struct, rename="camel", kw_only=True):
    """An alert, and when it may next be sent; documents of an earlier Till lack what has a default."""

    id: str = msgspec.field(name="_id")
    kind: str
    detail: str
    order_number: str | None
    at: datetime
    sent: bool
    not_before: datetime
    expires_at: datetime | None
    way: str = AlertWay.MAIL
    change: str | None = None


def to_document(alert: Alert) -> dict[str, Any]:
    """An alert as it is stored when it is raised."""
    return to_plain(
        AlertDocument(
            id=alert.id,
            kind=alert.kind,
            detail=alert.detail,
            order_number=alert.order_number,
            at=alert.at,
            sent=False,
            not_before=alert.at,
            expires_at=None,
            way=alert.way.value,
            change=alert.change,
        )
    )


def from_document(document: dict[str, Any]) -> Alert:
    """An alert as the core knows it."""
    stored = from_plain(document, AlertDocument)
    return Alert(
        id=stored.id,
        kind=stored.kind,
        detail=stored.detail,
        order_number=stored.order_number,
        at=stored.at,
        way=AlertWay(stored.way),
        change=stored.change,
    )
