"""Between typed documents, what the driver reads and writes, and domain values of the same attributes."""

from datetime import datetime
from typing import Any, TypeVar

import msgspec

_Struct = TypeVar("_Struct", bound=msgspec.Struct)
_Kind = TypeVar("_Kind")


def to_plain(document: msgspec.Struct) -> dict[str, Any]:
    """Plain dictionaries, lists, strings, numbers and times."""
    plain: dict[str, Any] = msgspec.to_builtins(document, builtin_types=(datetime,))
    return plain


def from_plain(plain: dict[str, Any], kind: type[_Struct]) -> _Struct:
    """The typed document; fields that a newer Till added are passed over."""
    return msgspec.convert(plain, kind)


def mirrored(value: object, kind: type[_Kind]) -> _Kind:
    """The value of another kind that has the same attributes."""
    return msgspec.convert(value, kind, from_attributes=True)
