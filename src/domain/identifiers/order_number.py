"""Order numbers: the id as people read it out, with a check character."""

from domain.identifiers.derivation import _ALPHABET, _ORDER_DIGITS, _ORDER_PREFIX
from domain.identifiers.types import OrderId

_FORGIVEN = str.maketrans("OIL", "011")
_AS_PYTHON_SPELLS = str.maketrans(_ALPHABET[:32], "0123456789ABCDEFGHIJKLMNOPQRSTUV")
"""Python's digits of base 32 are the letters in their order; Crockford leaves out I, L, O and U."""


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
    return int(digits.translate(_AS_PYTHON_SPELLS), 32)
