"""Indexes of a collection in memory, and which of them answers a query."""

from bisect import bisect_left, insort
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Any, Final

from benchmarks.wire.matching import is_operator, matches
from benchmarks.wire.values import MISSING, Document, order_key, values_at

_TOP: Final = (99,)
"""Sorts behind every value."""


@dataclass
class Index:
    """Sorted entries of the values of its fields and the id; all run upwards, and are read in both directions."""

    name: str
    spec: Document
    fields: tuple[str, ...]
    partial: Document = field(default_factory=dict)
    is_sparse: bool = False
    is_multikey: bool = False
    """Whether it holds elements of arrays: of two bounds outside `$elemMatch`, different elements may meet each."""
    entries: list[tuple[Any, ...]] = field(default_factory=list)

    def keys(self, document: Document) -> list[tuple[Any, ...]]:
        """The entries of a document: one for each element of an array."""
        if self.partial and not matches(document, self.partial):
            return []
        values: list[list[Any]] = []
        for path in self.fields:
            found: list[Any] = []
            for value in values_at(document, path):
                self.is_multikey = self.is_multikey or isinstance(value, list)
                found += value if isinstance(value, list) else [value]
            values.append(found or [None])
        if self.is_sparse and all(each == [None] for each in values):
            return []
        keys = product(*([order_key(value) for value in each] for each in values))
        own = order_key(document["_id"])
        return [(*key, own) for key in dict.fromkeys(map(tuple, map(_hashable, keys)))]

    def change(self, before: list[tuple[Any, ...]], after: list[tuple[Any, ...]]) -> None:
        """Takes out what is gone and puts in what is new."""
        for key in before:
            if key not in after:
                del self.entries[bisect_left(self.entries, key)]
        for key in after:
            if key not in before:
                insort(self.entries, key)


def _hashable(key: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple((kind, repr(value) if isinstance(value, list) else value) for kind, value in key)


@dataclass(frozen=True)
class Plan:
    """Ranges of an index that hold all that a query can find; `rest` are the fields that order what is in each."""

    index: Index
    ranges: list[tuple[tuple[Any, ...], tuple[Any, ...]]]
    rest: tuple[str, ...]
    worth: int


def conditions_of(query: Mapping[str, Any]) -> dict[str, Any]:
    """The conditions of single fields that must all hold."""
    found = {name: condition for name, condition in query.items() if not name.startswith("$")}
    for part in query.get("$and", ()):
        for name, condition in conditions_of(part).items():
            found.setdefault(name, condition)
    return found


def plan_of(index: Index, conditions: dict[str, Any]) -> Plan | None:
    if not all(_implies(conditions.get(name), needed) for name, needed in index.partial.items()):
        return None
    prefixes: list[tuple[Any, ...]] = [()]
    worth = 0
    for at, name in enumerate(index.fields):
        values = _equal_to(conditions.get(name, MISSING))
        if values is None or (index.is_sparse and None in values):
            low, high, is_bounded = _bounds(conditions.get(name), is_multikey=index.is_multikey)
            ranges = [((*prefix, *low), (*prefix, *high)) for prefix in prefixes]
            rest = index.fields[at:] if len(prefixes) == 1 else ()
            return Plan(index, ranges, rest, worth + is_bounded)
        prefixes = [(*prefix, order_key(value)) for prefix in prefixes for value in values]
        worth += 2
    return Plan(index, [(prefix, (*prefix, _TOP)) for prefix in prefixes], (), worth)


def _equal_to(condition: Any) -> list[Any] | None:
    """The values of which one must be there; None where there is no such condition, or one that no index answers."""
    if not is_operator(condition):
        values = [] if condition is MISSING else [condition]
    elif "$in" in condition:
        values = list(condition["$in"])
    else:
        values = [condition["$eq"]] if "$eq" in condition else []
    # An array is indexed by its elements, and can't be found as a whole.
    return values if values and not any(isinstance(value, list) for value in values) else None


def _bounds(condition: Any, *, is_multikey: bool) -> tuple[tuple[Any, ...], tuple[Any, ...], int]:
    operators = condition if is_operator(condition) else {}
    if "$elemMatch" in operators:
        operators = operators["$elemMatch"]
    elif is_multikey and len(operators) > 1:
        operators = dict([next(iter(operators.items()))])
    low: tuple[Any, ...] = ()
    high: tuple[Any, ...] = ()
    for name, operand in operators.items():
        key = order_key(operand)
        # An entry goes on behind the value that is compared, so it sorts behind the value alone and before `_TOP`. What
        # is of another kind than the operand never meets the condition.
        if name in ("$gte", "$gt"):
            low = (key,) if name == "$gte" else (key, _TOP)
            high = high or ((key[0] + 1,),)
        elif name in ("$lte", "$lt"):
            high = (key, _TOP) if name == "$lte" else (key,)
            low = low or ((key[0],),)
    return low, high or (_TOP,), int(bool(low))


def _implies(condition: Any, needed: Any) -> bool:
    if not is_operator(needed):
        return not is_operator(condition) and condition == needed
    if is_operator(condition):
        return bool(set(condition) & {"$lt", "$lte", "$gt", "$gte"} & {"$lt", "$lte", *needed})
    return condition is not None and matches({"value": condition}, {"value": needed})


def is_ordered_by(plan: Plan, order: dict[str, int]) -> bool:
    directions = set(order.values())
    names = [*plan.rest, "_id"] if plan.rest else ["_id"]
    return len(directions) == 1 and list(order) == names[: len(order)]
