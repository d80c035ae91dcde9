"""What an update makes of a document."""

from collections.abc import Callable, Mapping
from copy import deepcopy
from typing import Any, Final

from benchmarks.wire.expressions import evaluated
from benchmarks.wire.matching import is_operator, matches
from benchmarks.wire.values import MISSING, Document, at_path, now, order_key, put, remove, same


def changed(document: Document, update: Any, *, is_new: bool = False) -> Document:
    """The document as the update leaves it. Raises `ValueError` for an operator that is not known."""
    copy: Document = deepcopy(document)
    if isinstance(update, list):
        for stage in update:
            _staged(copy, stage)
        return copy
    if not is_operator(update):
        return {"_id": document["_id"], **update}
    for operator, fields in update.items():
        if operator == "$setOnInsert":
            if is_new:
                for path, value in fields.items():
                    put(copy, path, value)
            continue
        change = _OPERATORS.get(operator)
        if change is None:
            raise ValueError(f"the stand-in knows no {operator}")
        for path, operand in fields.items():
            change(copy, path, operand)
    return copy


def inserted(condition: Mapping[str, Any]) -> Document:
    """What an upsert begins with: the values that its condition names."""
    document: Document = {}
    for path, value in condition.items():
        if not path.startswith("$") and not is_operator(value):
            put(document, path, value)
    return document


def _staged(document: Document, stage: Document) -> None:
    ((name, operand),) = stage.items()
    if name == "$set":
        for path, value in [(path, evaluated(each, document)) for path, each in operand.items()]:
            put(document, path, value)
    elif name == "$unset":
        for path in operand if isinstance(operand, list) else [operand]:
            remove(document, path)
    else:
        raise ValueError(f"the stand-in knows no {name} in an update")


def _current(document: Document, path: str, default: Any) -> Any:
    value = at_path(document, path)
    return default if value is MISSING or value is None else value


def _push(document: Document, path: str, operand: Any) -> None:
    array = _current(document, path, [])
    if isinstance(operand, dict) and "$each" in operand:
        array = [*array, *operand["$each"]]
        if "$slice" in operand:
            array = array[operand["$slice"] :] if operand["$slice"] < 0 else array[: operand["$slice"]]
    else:
        array = [*array, operand]
    put(document, path, array)


def _pull(document: Document, path: str, condition: Any) -> None:
    def goes(element: Any) -> bool:
        if isinstance(condition, dict):
            wanted = {"value": condition} if is_operator(condition) else condition
            return matches({"value": element} if is_operator(condition) else element, wanted)
        return same(element, condition)

    array = _current(document, path, [])
    put(document, path, [element for element in array if not goes(element)])


def _add_to_set(document: Document, path: str, operand: Any) -> None:
    array = _current(document, path, [])
    if not any(same(element, operand) for element in array):
        put(document, path, [*array, operand])


def _bounded(*, largest: bool) -> Callable[[Document, str, Any], None]:
    def change(document: Document, path: str, operand: Any) -> None:
        value = at_path(document, path)
        is_beyond = value is MISSING or (order_key(operand) > order_key(value)) is largest
        if is_beyond and not (value is not MISSING and same(operand, value)):
            put(document, path, operand)

    return change


_OPERATORS: Final[dict[str, Callable[[Document, str, Any], None]]] = {
    "$set": put,
    "$unset": lambda document, path, _: remove(document, path),
    "$inc": lambda document, path, by: put(document, path, _current(document, path, 0) + by),
    "$push": _push,
    "$pull": _pull,
    "$addToSet": _add_to_set,
    "$max": _bounded(largest=True),
    "$min": _bounded(largest=False),
    "$currentDate": lambda document, path, _: put(document, path, now()),
}
