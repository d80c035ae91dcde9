"""Values of documents: how a path leads to them, and how MongoDB orders them."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final

Document = dict[str, Any]

_RANKS: Final = {int: 2, float: 2, str: 3, dict: 4, list: 5, bytes: 6, bool: 8, datetime: 9}
"""Of what is compared with what, as MongoDB orders kinds of values."""

MISSING: Final = object()


def now() -> datetime:
    """To the millisecond, as BSON keeps it."""
    moment = datetime.now(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def order_key(value: Any) -> tuple[int, Any]:
    """What values of whatever kinds are sorted by."""
    if value is None or value is MISSING:
        return 1, 0
    if isinstance(value, datetime):
        return 9, value if value.tzinfo else value.replace(tzinfo=UTC)
    if isinstance(value, dict):
        return 4, [(name, order_key(inner)) for name, inner in value.items()]
    if isinstance(value, list):
        return 5, [order_key(inner) for inner in value]
    return _RANKS.get(type(value), 7), value


def same(one: Any, other: Any) -> bool:
    """Whether two values are equal to MongoDB."""
    return order_key(one) == order_key(other)


def at_path(document: Any, path: str) -> Any:
    """The value at a path that leads through no array; `MISSING` where there is none."""
    for name in path.split("."):
        if isinstance(document, dict):
            document = document.get(name, MISSING)
        elif isinstance(document, list) and name.isdigit() and int(name) < len(document):
            document = document[int(name)]
        else:
            return MISSING
    return document


def values_at(document: Any, path: str) -> Iterator[Any]:
    """Every value to which a path leads, through each element of an array on the way; an array at its end is one."""
    yield from _values(document, path.split("."))


def _values(value: Any, names: list[str]) -> Iterator[Any]:
    if not names:
        yield value
        return
    name, *rest = names
    if isinstance(value, dict):
        if name in value:
            yield from _values(value[name], rest)
    elif isinstance(value, list):
        if name.isdigit() and int(name) < len(value):
            yield from _values(value[int(name)], rest)
        for element in value:
            if isinstance(element, dict):
                yield from _values(element, names)


def put(document: Document, path: str, value: Any) -> None:
    """Sets the value at a path, and makes the objects on the way."""
    *way, last = path.split(".")
    for name in way:
        inner = document.get(name)
        if not isinstance(inner, dict):
            inner = document[name] = {}
        document = inner
    document[last] = value


def remove(document: Document, path: str) -> None:
    """Removes the field at a path, if it is there."""
    *way, last = path.split(".")
    for name in way:
        inner = document.get(name)
        if not isinstance(inner, dict):
            return
        document = inner
    document.pop(last, None)
