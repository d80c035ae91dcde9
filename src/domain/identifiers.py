"""Ids and their spelling: what makes a retry recognise its own earlier write."""

import hashlib
from typing import NewType

OrderId = NewType("OrderId", str)
RefundId = NewType("RefundId", str)
HoldId = NewType("HoldId", str)
UserId = NewType("UserId", str)
Sku = NewType("Sku", str)
CustomerId = NewType("CustomerId", str)
PaymentIntentId = NewType("PaymentIntentId", str)
PaymentMethodId = NewType("PaymentMethodId", str)
ChargeId = NewType("ChargeId", str)
StripeRefundId = NewType("StripeRefundId", str)
DisputeId = NewType("DisputeId", str)
EventId = NewType("EventId", str)
Origin = NewType("Origin", str)
"""What a POST's ids derive from: its idempotency key's whole scope, or something random where there is no key."""

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_ORDER_PREFIX = "ord_"
_ORDER_DIGITS = 12
_ORDER_BITS = 60
_FORGIVEN = str.maketrans("OIL", "011")


def _crockford(value: int, digits: int) -> str:
    spelt = ""
    for _ in range(digits):
        value, rest = divmod(value, 32)
        spelt = _ALPHABET[rest] + spelt
    return spelt


def _bits(kind: str, origin: str, counter: int, count: int) -> int:
    digest = hashlib.sha256(f"{kind}\n{counter}\n{origin}".encode()).digest()
    return int.from_bytes(digest, "big") >> (256 - count)


def order_id_from(origin: Origin, counter: int = 0) -> OrderId:
    """The order id of an origin: 60 bits.

    `counter` derives another one where the first is held by an order of another origin. Values whose check
    character would be no digit or letter are passed over, so that a number can be read out on the telephone.
    """
    nonce = 0
    while True:
        value = _bits(f"order:{nonce}", origin, counter, _ORDER_BITS)
        if value % 37 < len(_ALPHABET):
            return OrderId(_ORDER_PREFIX + _crockford(value, _ORDER_DIGITS).lower())
        nonce += 1


def refund_id_from(origin: Origin) -> RefundId:
    """The refund id of an origin: 100 bits, so that no other origin holds it."""
    return RefundId("rfd_" + _crockford(_bits("refund", origin, 0, 100), 20).lower())


def hold_id_from(order_id: OrderId, reason: str, cause_id: str) -> HoldId:
    """The id of the one hold that a cause can open on an order."""
    return HoldId("hld_" + _crockford(_bits("hold", f"{order_id}\n{reason}\n{cause_id}", 0, 80), 16).lower())


def order_number(order_id: OrderId) -> str:
    """The id spelt for people: `T-XXXX-XXXX-XXXX-C`, with Crockford's check character (modulo 37)."""
    digits = order_id.removeprefix(_ORDER_PREFIX).upper()
    check = _ALPHABET[_value(digits) % 37]
    return f"T-{digits[:4]}-{digits[4:8]}-{digits[8:]}-{check}"


def order_id_of(reference: str) -> OrderId | None:
    """The id that an order id or an order number means, or None where it can be neither.

    Both are read in any case, numbers with O, I and L forgiven; a wrong check character is no order's.
    """
    order_id = reference.lower()
    if order_id.startswith(_ORDER_PREFIX):
        digits = order_id.removeprefix(_ORDER_PREFIX)
        known = len(digits) == _ORDER_DIGITS and all(digit in _ALPHABET for digit in digits.upper())
        return OrderId(order_id) if known else None
    spelt = reference.upper().replace("-", "")
    if not spelt.startswith("T") or len(spelt) != _ORDER_DIGITS + 2:
        return None
    digits, check = spelt[1:-1].translate(_FORGIVEN), spelt[-1].translate(_FORGIVEN)
    if any(digit not in _ALPHABET for digit in digits + check):
        return None
    if _ALPHABET.index(check) != _value(digits) % 37:
        return None
    return OrderId(_ORDER_PREFIX + digits.lower())


def _value(digits: str) -> int:
    value = 0
    for digit in digits:
        value = value * 32 + _ALPHABET.index(digit)
    return value
