"""What each collection must look like: its indexes, and the least that every document holds.

Validators guard what other programs and old versions might write by mistake: kinds of fields and strings as ids. They
forbid no further fields, so that a newer version can add some while an older one still serves.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from pymongo import ASCENDING, DESCENDING, IndexModel

_TEXT = {"bsonType": "string"}
_TEXT_OR_NULL = {"bsonType": ["string", "null"]}
_WHOLE = {"bsonType": ["int", "long"], "minimum": 0}
_TIME = {"bsonType": "date"}
_TIME_OR_NULL = {"bsonType": ["date", "null"]}
_FLAG = {"bsonType": "bool"}
_EVER = datetime(1970, 1, 1, tzinfo=UTC)


def _object(**fields: Any) -> dict[str, Any]:
    """An object that has at least these fields; a name in the dictionary `_id` is written `id_`."""
    named = {("_id" if name == "id_" else name): kind for name, kind in fields.items()}
    return {"bsonType": "object", "required": list(named), "properties": named}


def _object_or_null(**fields: Any) -> dict[str, Any]:
    return {**_object(**fields), "bsonType": ["object", "null"]}


def _list(item: dict[str, Any]) -> dict[str, Any]:
    return {"bsonType": "array", "items": item}


_CURSOR = _object(due=_FLAG, next=_WHOLE, attempts=_WHOLE, notBefore=_TIME)

_ORDER = _object(
    id_=_TEXT,
    schemaVersion=_WHOLE,
    version=_WHOLE,
    orderNumber=_TEXT,
    user=_TEXT,
    items=_list(_object(sku=_TEXT, name=_TEXT, unitPrice=_WHOLE, quantity=_WHOLE, total=_WHOLE)),
    shippingAddress=_object_or_null(name=_TEXT, line1=_TEXT, city=_TEXT, country=_TEXT),
    breakdown=_object(subtotal=_WHOLE, shipping=_WHOLE, tax=_WHOLE, total=_WHOLE),
    currency=_TEXT,
    total=_WHOLE,
    status=_TEXT,
    payment=_object(
        method=_TEXT,
        status=_TEXT,
        paymentIntentId=_TEXT_OR_NULL,
        amount=_WHOLE,
        captured=_WHOLE,
        refunds=_list(_object(id=_TEXT, amount=_WHOLE, status=_TEXT)),
    ),
    history=_list(_object(seq=_WHOLE, at=_TIME, type=_TEXT, actor=_TEXT, cause=_TEXT, hash=_TEXT)),
    head=_object(seq=_WHOLE, hash=_TEXT),
    outbox=_object(shopper=_CURSOR, operator=_CURSOR),
    attention=_object(due=_FLAG, tries=_WHOLE),
    watchedUntil=_TIME,
    createdAt=_TIME,
    updatedAt=_TIME,
)

_USER: dict[str, Any] = {
    "bsonType": "object",
    "required": ["_id"],
    "properties": {
        "_id": _TEXT,
        "email": _TEXT_OR_NULL,
        "firstName": _TEXT_OR_NULL,
        "lastName": _TEXT_OR_NULL,
        "stripeCustomerId": _TEXT_OR_NULL,
        "declines": _list(_object(id=_TEXT, at=_TIME)),
    },
}

_PRODUCT = _object(id_=_TEXT, name=_TEXT, prices={"bsonType": "object"}, maxQuantity=_WHOLE, active=_FLAG)

_EVENT = _object(
    id_=_TEXT, type=_TEXT, payload=_TEXT, status=_TEXT, receivedAt=_TIME, attempts=_WHOLE, expiresAt=_TIME_OR_NULL
)

_ALERT = _object(id_=_TEXT, kind=_TEXT, detail=_TEXT, at=_TIME, sent=_FLAG, notBefore=_TIME)


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectionPlan:
    """A collection as `migrate` makes it; `retired` names indexes of earlier versions, by now only a cost."""

    name: str
    validator: dict[str, Any]
    indexes: tuple[IndexModel, ...] = ()
    retired: tuple[str, ...] = ()


def _index(*fields: str) -> IndexModel:
    """An index by fields; one that starts with a minus runs downwards. None is unique: only `_id` is, so that any
    collection can be sharded."""
    return IndexModel(
        [(field.removeprefix("-"), DESCENDING if field.startswith("-") else ASCENDING) for field in fields]
    )


def _queue(*fields: str, only: dict[str, Any]) -> IndexModel:
    """An index of those documents alone that wait: it stays small, and a document that waits for nothing pays nothing.

    MongoDB uses it for queries that ask for no more than `only` does
    (mongodb.com/docs/manual/core/index-partial, "Query Coverage").
    """
    return IndexModel(
        [(field, ASCENDING) for field in fields],
        name=f"waiting_{'_'.join(fields)}",
        partialFilterExpression=only,
    )


def _expiry(field: str) -> IndexModel:
    """MongoDB forgets a document once this moment is past; one without it stays."""
    return IndexModel([(field, ASCENDING)], expireAfterSeconds=0)


FIGURES_INDEX = "daily_figures"
_FIGURES = (
    *("createdAt", "currency"),
    *(f"payment.{field}" for field in ("state", "captured", "amountRefunded", "amountLost")),
)
"""All that the daily figures read, so that no order's document is fetched for them."""

COLLECTIONS = (
    CollectionPlan(
        name="orders",
        validator=_ORDER,
        indexes=(
            _index("payment.paymentIntentId"),
            _index("payment.chargeId"),
            _index("user", "-createdAt", "-_id"),
            _index("status", "-createdAt", "-_id"),
            _index("-createdAt", "-_id"),
            IndexModel([(field, ASCENDING) for field in _FIGURES], name=FIGURES_INDEX),
            _index("payment.status", "-createdAt", "-_id"),
            _index("contact.email", "-createdAt", "-_id"),
            _index("total", "-createdAt", "-_id"),
            *(
                IndexModel([(field, ASCENDING)], sparse=True)
                for field in (
                    "terms.reference",
                    "payment.refunds.stripeRefundId",
                    "payment.disputes.id",
                )
            ),
            _queue("payment.refunds.createdAt", only={"payment.refunds.status": "failed"}),
            _queue("payment.refunds.status", only={"payment.refunds.delayNotified": True}),
            _queue("user", "payment.lastDeclineAt", only={"payment.lastDeclineAt": {"$gt": _EVER}}),
            _queue("outbox.shopper.notBefore", only={"outbox.shopper.due": True}),
            _queue("outbox.operator.notBefore", only={"outbox.operator.due": True}),
            _queue("attention.at", only={"attention.due": True}),
            _index("watchedUntil", "_id"),
            _index("changedAt", "_id"),
            IndexModel(
                [("changedAt", DESCENDING), ("_id", DESCENDING)],
                name="set_aside",
                partialFilterExpression={"outbox.setAside": {"$gt": 0}},
            ),
            IndexModel([("payment.refunds.request.state", ASCENDING)], sparse=True),
        ),
        retired=(
            "user_1_status_1_createdAt_-1__id_-1",
            "user_1_payment.lastDeclineAt_1",
            "outbox.shopper.due_1_outbox.shopper.notBefore_1",
            "outbox.operator.due_1_outbox.operator.notBefore_1",
            "attention.due_1_attention.at_1",
            "watchedUntil_1",
        ),
    ),
    CollectionPlan(name="users", validator=_USER, indexes=(_index("stripeCustomerId"),)),
    CollectionPlan(name="products", validator=_PRODUCT),
    CollectionPlan(
        name="webhook_events",
        validator=_EVENT,
        indexes=(
            _queue("notBefore", only={"status": "due"}),
            _index("status", "-receivedAt", "-_id"),
            _index("-receivedAt", "-_id"),
            _expiry("expiresAt"),
        ),
        retired=("status_1_notBefore_1",),
    ),
    CollectionPlan(
        name="alerts",
        validator=_ALERT,
        indexes=(_queue("notBefore", only={"sent": False}), _expiry("expiresAt")),
        retired=("told_1_notBefore_1",),
    ),
    CollectionPlan(name="leases", validator=_object(id_=_TEXT, holder=_TEXT, until=_TIME)),
    CollectionPlan(name="marks", validator=_object(id_=_TEXT, at=_TIME)),
    CollectionPlan(
        name="idempotency_keys",
        validator=_object(id_=_TEXT, digest=_TEXT, turn=_WHOLE, leaseUntil=_TIME, expiresAt=_TIME),
        indexes=(_expiry("expiresAt"),),
    ),
    CollectionPlan(
        name="rate_limits", validator=_object(id_=_TEXT, count=_WHOLE, expireAt=_TIME), indexes=(_expiry("expireAt"),)
    ),
)


def endpoint_index(endpoint_id: str) -> IndexModel:
    """The index of what waits for one of the shop's endpoints; it is made for the endpoints that are configured."""
    return _queue(f"outbox.shop.{endpoint_id}.notBefore", only={f"outbox.shop.{endpoint_id}.due": True})
