"""Whether a document meets a query."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from benchmarks.wire.expressions import evaluated
from benchmarks.wire.values import MISSING, Document, order_key, same, values_at


def matches(document: Document, query: Mapping[str, Any]) -> bool:
    """Whether all conditions hold. Raises `ValueError` for an operator that is not known."""
    return all(_holds(document, name, condition) for name, condition in query.items())


def is_operator(condition: Any) -> bool:
    """Whether a condition is made of operators, and is no value to be equal to."""
    return isinstance(condition, dict) and bool(condition) and next(iter(condition)).startswith("$")


def _holds(document: Document, name: str, condition: Any) -> bool:
    match name:
        case "$and":
            return all(matches(document, each) for each in condition)
        case "$or":
            return any(matches(document, each) for each in condition)
        case "$nor":
            return not any(matches(document, each) for each in condition)
        case "$expr":
            return bool(evaluated(condition, document))
    found = list(values_at(document, name))
    if is_operator(condition):
        return all(_meets(found, operator, operand) for operator, operand in condition.items())
    return _equals(found, condition)


def _meets(found: list[Any], operator: str, operand: Any) -> bool:
    if (test := _TESTS.get(operator)) is not None:
        return test(found, operand)
    compare = _COMPARISONS.get(operator)
    if compare is None:
        raise ValueError(f"the stand-in knows no {operator}")
    kind, _ = bound = order_key(operand)
    keys = [order_key(value) for value in _flat(found)]
    return any(key[0] == kind and compare(key, bound) for key in keys)


def _has_element(values: list[Any], condition: Mapping[str, Any]) -> bool:
    if is_operator(condition):
        return any(all(_meets([value], name, each) for name, each in condition.items()) for value in values)
    return any(isinstance(value, dict) and matches(value, condition) for value in values)


def _equals(found: list[Any], wanted: Any) -> bool:
    if wanted is None:
        return not found or any(value is None or value is MISSING for value in _flat(found))
    return any(same(value, wanted) for value in _flat(found))


def _flat(found: list[Any]) -> list[Any]:
    """The values, and the elements of those that are arrays."""
    return [*found, *(element for value in found if isinstance(value, list) for element in value)]


_COMPARISONS: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "$gt": lambda one, other: one > other,
    "$gte": lambda one, other: one >= other,
    "$lt": lambda one, other: one < other,
    "$lte": lambda one, other: one <= other,
}

_TESTS: Final[dict[str, Callable[[list[Any], Any], bool]]] = {
    "$eq": _equals,
    "$ne": lambda found, wanted: not _equals(found, wanted),
    "$in": lambda found, wanted: any(_equals(found, each) for each in wanted),
    "$nin": lambda found, wanted: not any(_equals(found, each) for each in wanted),
    "$all": lambda found, wanted: all(_equals(found, each) for each in wanted),
    "$exists": lambda found, wanted: bool(found) is bool(wanted),
    "$not": lambda found, wanted: not all(_meets(found, name, each) for name, each in wanted.items()),
    "$elemMatch": lambda found, wanted: any(_has_element(value, wanted) for value in found if isinstance(value, list)),
    "$size": lambda found, wanted: any(isinstance(value, list) and len(value) == wanted for value in found),
}
