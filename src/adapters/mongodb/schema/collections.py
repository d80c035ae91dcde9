"""What each collection must look like: its indexes, and the least that every document holds.

Validators guard what other programs and old versions might write by mistake: kinds of fields and strings as ids. They
forbid no further fields, so that a newer version can add some while an older one still serves.
"""

from dataclasses import dataclass
from typing import Any

from pymongo import ASCENDING, DESCENDING, IndexModel

_TEXT = {"bsonType": "string"}
_TEXT_OR_NULL = {"bsonType": ["string", "null"]}
_WHOLE = {"bsonType": ["int", "long"], "minimum": 0}
_TIME = {"bsonType": "date"}
_TIME_OR_NULL = {"bsonType": ["date", "null"]}
_FLAG = {"bsonType": "bool"}
_ARRAY = {"bsonType": "array"}
_OBJECT = {"bsonType": "object"}
_OBJECT_OR_NULL = {"bsonType": ["object", "null"]}


def _object(**fields: Any) -> dict[str, Any]:
    """An object that has at least these fields; a name in the dictionary `_id` is written `id_`."""
    named = {("_id" if name == "id_" else name): kind for name, kind in fields.items()}
    return {"bsonType": "object", "required": list(named), "properties": named}


# Of the top level alone: what is inside costs a check of each field with every write, and is Till's own.
_ORDER = _object(
    id_=_TEXT,
    schemaVersion=_WHOLE,
    version=_WHOLE,
    orderNumber=_TEXT,
    user=_TEXT,
    items=_ARRAY,
    shippingAddress=_OBJECT_OR_NULL,
    breakdown=_OBJECT,
    currency=_TEXT,
    total=_WHOLE,
    status=_TEXT,
    payment=_OBJECT,
    history=_ARRAY,
    head=_OBJECT,
    outbox=_OBJECT,
    attention=_OBJECT,
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
        "declines": _ARRAY,
    },
}

_PRODUCT = _object(id_=_TEXT, name=_TEXT, prices=_OBJECT, maxQuantity=_WHOLE, active=_FLAG)

_EVENT = _object(
    id_=_TEXT, type=_TEXT, payload=_TEXT, status=_TEXT, receivedAt=_TIME, attempts=_WHOLE, expiresAt=_TIME_OR_NULL
)

_ALERT = _object(id_=_TEXT, kind=_TEXT, detail=_TEXT, at=_TIME, sent=_FLAG, notBefore=_TIME)


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectionPlan:
    """A collection as `migrate` makes it; `retired` names indexes of earlier versions, by now only a cost.

    Of a retired name that ends in a dot, all that begin with it are meant.
    """

    name: str
    validator: dict[str, Any]
    indexes: tuple[IndexModel, ...] = ()
    retired: tuple[str, ...] = ()


def _index(*fields: str, **options: Any) -> IndexModel:
    """An index by fields; one that starts with a minus runs downwards. None is unique: only `_id` is, so that any
    collection can be sharded."""
    keys = [(field.removeprefix("-"), DESCENDING if field.startswith("-") else ASCENDING) for field in fields]
    return IndexModel(keys, **options)


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


CREATED_INDEX = "created"
_CREATED = (
    *("-createdAt", "-_id", "currency"),
    *(f"payment.{field}" for field in ("state", "captured", "amountRefunded", "amountLost")),
)
"""The moment by which lists are ordered, and all that the daily figures read, so that no order is fetched for them."""

COLLECTIONS = (
    CollectionPlan(
        name="orders",
        validator=_ORDER,
        indexes=(
            _index("payment.paymentIntentId"),
            _index("user", "-createdAt", "-_id"),
            _index(*_CREATED, name=CREATED_INDEX),
            _index("attention.labels", "-createdAt", "-_id"),
            _index("attention.wakeAt", "attention.notify"),
            _index("changedAt", "_id"),
        ),
        retired=(
            "attention.due_1_attention.at_1",
            "contact.email_1_createdAt_-1__id_-1",
            "createdAt_-1__id_-1",
            "daily_figures",
            "outbox.operator.due_1_outbox.operator.notBefore_1",
            "outbox.shopper.due_1_outbox.shopper.notBefore_1",
            "payment.chargeId_1",
            "payment.disputes.id_1",
            "payment.refunds.request.state_1",
            "payment.refunds.stripeRefundId_1",
            "payment.status_1_createdAt_-1__id_-1",
            "set_aside",
            "status_1_createdAt_-1__id_-1",
            "terms.reference_1",
            "total_1_createdAt_-1__id_-1",
            "user_1_payment.lastDeclineAt_1",
            "user_1_status_1_createdAt_-1__id_-1",
            "waiting_attention.at",
            "waiting_outbox.operator.notBefore",
            "waiting_outbox.shop.",
            "waiting_outbox.shopper.notBefore",
            "waiting_payment.refunds.createdAt",
            "waiting_payment.refunds.status",
            "waiting_user_payment.lastDeclineAt",
            "watchedUntil_1",
            "watchedUntil_1__id_1",
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
