"""Our own ids in Stripe's metadata: what leads from an object there back to its order here."""

from domain.identifiers.types import OrderId, RefundId

ORDER_ID = "till_order_id"
ORDER_NUMBER = "till_order_number"
REFUND_ID = "till_refund_id"
USER_ID = "till_user_id"

_LONGEST = 255


def order_id_in(metadata: dict[str, object] | None) -> OrderId | None:
    """The order that an object says it belongs to, or None."""
    found = _readable(metadata, ORDER_ID)
    return OrderId(found) if found else None


def refund_id_in(metadata: dict[str, object] | None) -> RefundId | None:
    """The refund of ours that an object says it is, or None."""
    found = _readable(metadata, REFUND_ID)
    return RefundId(found) if found else None


def _readable(metadata: dict[str, object] | None, name: str) -> str | None:
    value = (metadata or {}).get(name)
    readable = isinstance(value, str) and value.isascii() and value.isprintable() and len(value) <= _LONGEST
    return str(value) if readable else None
