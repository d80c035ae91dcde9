"""Ids and their spelling: what makes a retry recognise its own earlier write."""

import hashlib

from domain.identifiers.types import HoldId, OrderId, RefundId, RequestScope

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_ORDER_PREFIX = "ord_"
_ORDER_DIGITS = 12
_ORDER_BITS = 60


def _crockford(value: int, digits: int) -> str:
    spelt = ""
    for _ in range(digits):
        value, rest = divmod(value, 32)
        spelt = _ALPHABET[rest] + spelt
    return spelt


def _bits(kind: str, request_scope: str, counter: int, count: int) -> int:
    digest = hashlib.sha256(f"{kind}\n{counter}\n{request_scope}".encode()).digest()
    return int.from_bytes(digest, "big") >> (256 - count)


def order_id_from(request_scope: RequestScope, counter: int = 0) -> OrderId:
    """The order id of an origin: 60 bits.

    `counter` derives another one where the first is held by an order of another origin. Values whose check
    character would be no digit or letter are passed over, so that a number can be read out on the telephone.
    """
    nonce = 0
    while True:
        value = _bits(f"order:{nonce}", request_scope, counter, _ORDER_BITS)
        if value % 37 < len(_ALPHABET):
            return OrderId(_ORDER_PREFIX + _crockford(value, _ORDER_DIGITS).lower())
        nonce += 1


def refund_id_from(request_scope: RequestScope) -> RefundId:
    """The refund id of an origin: 100 bits, so that no other origin holds it."""
    return RefundId("rfd_" + _crockford(_bits("refund", request_scope, 0, 100), 20).lower())


def hold_id_from(order_id: OrderId, reason: str, cause_id: str) -> HoldId:
    """The id of the one hold that a cause can open on an order."""
    return HoldId("hld_" + _crockford(_bits("hold", f"{order_id}\n{reason}\n{cause_id}", 0, 80), 16).lower())
