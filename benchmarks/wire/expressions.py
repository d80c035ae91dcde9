"""Expressions of an aggregation, as far as Till uses them."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from benchmarks.wire.values import MISSING, Document, at_path, now, order_key, same

Variables = Mapping[str, Any]


def evaluated(expression: Any, document: Document, variables: Variables | None = None) -> Any:
    """The value of an expression for a document; None where a field is missing. Raises `ValueError` for what is not
    known."""
    known = variables or {}
    if isinstance(expression, str) and expression.startswith("$"):
        return _field(expression, document, known)
    if isinstance(expression, list):
        return [evaluated(each, document, known) for each in expression]
    if not isinstance(expression, dict):
        return expression
    if len(expression) == 1:
        ((name, operand),) = expression.items()
        if name.startswith("$"):
            return _operation(name, operand, document, known)
    return {name: evaluated(each, document, known) for name, each in expression.items()}


def _field(expression: str, document: Document, known: Variables) -> Any:
    if expression == "$$NOW":
        return now()
    if expression.startswith("$$"):
        name, _, path = expression[2:].partition(".")
        value = document if name in ("ROOT", "CURRENT") else known[name]
        value = at_path(value, path) if path else value
    else:
        value = at_path(document, expression[1:])
    return None if value is MISSING else value


def _operation(name: str, operand: Any, document: Document, known: Variables) -> Any:
    if name == "$literal":
        return operand
    if name == "$cond":
        condition, then, otherwise = operand if isinstance(operand, list) else map(operand.get, ("if", "then", "else"))
        return evaluated(then if evaluated(condition, document, known) else otherwise, document, known)
    if name in ("$map", "$filter"):
        return _of_each(name, operand, document, known)
    function = _FUNCTIONS.get(name)
    if function is None:
        raise ValueError(f"the stand-in knows no {name}")
    value = evaluated(operand, document, known)
    return function(value if isinstance(operand, list) or name in _OF_ARRAYS else [value])


def _of_each(name: str, operand: Document, document: Document, known: Variables) -> list[Any] | None:
    values = evaluated(operand["input"], document, known)
    if values is None:
        return None
    variable = operand.get("as", "this")
    if name == "$map":
        return [evaluated(operand["in"], document, {**known, variable: value}) for value in values]
    return [value for value in values if evaluated(operand["cond"], document, {**known, variable: value})]


def _extreme(values: list[Any], *, largest: bool) -> Any:
    known = [value for value in values if value is not None]
    return (max if largest else min)(known, key=order_key, default=None)


def _if_null(values: list[Any]) -> Any:
    return next((value for value in values if value is not None), None)


def _joined(values: list[Any]) -> list[Any] | None:
    return None if None in values else [element for value in values for element in value]


def _slice(values: list[Any]) -> list[Any]:
    array, number = values
    return list(array[number:] if number < 0 else array[:number])


def _union(values: list[Any]) -> list[Any] | None:
    joined = _joined(values)
    return None if joined is None else [each for at, each in enumerate(joined) if each not in joined[:at]]


def _difference(values: list[Any]) -> list[Any] | None:
    one, other = values
    return None if one is None or other is None else [each for each in one if each not in other]


def _pairs(values: list[Any]) -> list[Document] | None:
    return None if values[0] is None else [{"k": name, "v": value} for name, value in values[0].items()]


_OF_ARRAYS: Final = frozenset({"$anyElementTrue"})
_FUNCTIONS: Final[dict[str, Callable[[list[Any]], Any]]] = {
    "$add": sum,
    "$and": all,
    "$anyElementTrue": lambda values: any(values[0] if values and isinstance(values[0], list) else values),
    "$concatArrays": _joined,
    "$eq": lambda values: same(*values),
    "$gt": lambda values: order_key(values[0]) > order_key(values[1]),
    "$gte": lambda values: order_key(values[0]) >= order_key(values[1]),
    "$ifNull": _if_null,
    "$in": lambda values: any(same(values[0], each) for each in values[1]),
    "$lt": lambda values: order_key(values[0]) < order_key(values[1]),
    "$lte": lambda values: order_key(values[0]) <= order_key(values[1]),
    "$max": lambda values: _extreme(values, largest=True),
    "$min": lambda values: _extreme(values, largest=False),
    "$ne": lambda values: not same(*values),
    "$not": lambda values: not values[0],
    "$objectToArray": _pairs,
    "$or": any,
    "$setDifference": _difference,
    "$setUnion": _union,
    "$size": lambda values: len(values[0]),
    "$slice": _slice,
    "$subtract": lambda values: values[0] - values[1],
}
