"""A collection in memory, with indexes: a query takes the time of what it finds, not of what there is."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any, Final

from benchmarks.wire.matching import is_operator, matches
from benchmarks.wire.values import Document, order_key, values_at

_TOP: Final = (99,)
"""Sorts behind every value."""


class DuplicateKey(Exception):
    """There is a document of that id."""


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


class Collection:
    """Documents by id."""

    def __init__(self) -> None:
        self.documents: dict[Any, Document] = {}
        self.indexes: dict[str, Index] = {}
        self.options: Document = {}

    def create_index(self, spec: Document) -> None:
        """Builds an index, unless there is one of that name."""
        if spec["name"] in self.indexes or list(spec["key"]) == ["_id"]:
            return
        index = Index(
            name=spec["name"],
            spec=spec,
            fields=tuple(spec["key"]),
            partial=spec.get("partialFilterExpression", {}),
            is_sparse=bool(spec.get("sparse")),
        )
        index.entries = sorted(key for document in self.documents.values() for key in index.keys(document))
        self.indexes[index.name] = index

    def insert(self, document: Document) -> None:
        """Raises `DuplicateKey`."""
        if document["_id"] in self.documents:
            raise DuplicateKey(document["_id"])
        self.documents[document["_id"]] = document
        for index in self.indexes.values():
            index.change([], index.keys(document))

    def replace(self, before: Document, after: Document) -> None:
        """Puts a changed document in the place of another of its id."""
        self.documents[after["_id"]] = after
        for index in self.indexes.values():
            index.change(index.keys(before), index.keys(after))

    def delete(self, document: Document) -> None:
        """Removes a document."""
        del self.documents[document["_id"]]
        for index in self.indexes.values():
            index.change(index.keys(document), [])

    def find(self, query: Document, sort: Mapping[str, int] | None = None, limit: int = 0) -> list[Document]:
        """The documents that meet a query, in their order."""
        order = dict(sort or {})
        found, is_ordered = self._candidates(query, order)
        meeting = (document for document in found if matches(document, query))
        if order and not is_ordered:
            documents = list(meeting)
            for name, direction in reversed(order.items()):
                documents.sort(key=lambda each, name=name: _first(each, name), reverse=direction < 0)  # type: ignore[misc]
            return documents[:limit] if limit else documents
        return [document for document, _ in zip(meeting, range(limit), strict=False)] if limit else list(meeting)

    def _candidates(self, query: Document, order: dict[str, int]) -> tuple[Iterator[Document], bool]:
        conditions = _conditions(query)
        wanted = conditions.get("_id")
        if wanted is not None and not is_operator(wanted):
            return iter([self.documents[wanted]] if wanted in self.documents else []), True
        if isinstance(wanted, dict) and "$in" in wanted:
            found = [self.documents[each] for each in wanted["$in"] if each in self.documents]
            return iter(found), False
        plans = [plan for index in self.indexes.values() if (plan := _plan(index, conditions)) is not None]
        ordered = [plan for plan in plans if _is_ordered_by(plan, order)]
        best = max(ordered or plans, key=lambda plan: plan.worth, default=None)
        if best is None or (best.worth == 0 and best not in ordered):
            if "$or" in query and len(query) == 1:
                found_ids = {each["_id"]: each for branch in query["$or"] for each in self.find(branch)}
                return iter(found_ids.values()), False
            return iter(self.documents.values()), False
        backwards = bool(order) and next(iter(order.values())) < 0
        return self._scanned(best, backwards), best in ordered

    def _scanned(self, plan: Plan, backwards: bool) -> Iterator[Document]:
        entries = plan.index.entries
        seen: set[Any] = set()
        for low, high in plan.ranges:
            span: Sequence[int] = range(bisect_left(entries, low), bisect_right(entries, high))
            for at in reversed(span) if backwards else span:
                document_id = entries[at][-1][1]
                if document_id not in seen:
                    seen.add(document_id)
                    yield self.documents[document_id]


def _first(document: Document, path: str) -> tuple[int, Any]:
    return min((order_key(value) for value in values_at(document, path)), default=order_key(None))


def _conditions(query: Mapping[str, Any]) -> dict[str, Any]:
    """The conditions of single fields that must all hold."""
    found = {name: condition for name, condition in query.items() if not name.startswith("$")}
    for part in query.get("$and", ()):
        for name, condition in _conditions(part).items():
            found.setdefault(name, condition)
    return found


def _plan(index: Index, conditions: dict[str, Any]) -> Plan | None:
    if not all(_implies(conditions.get(name), needed) for name, needed in index.partial.items()):
        return None
    prefixes: list[tuple[Any, ...]] = [()]
    worth = 0
    for at, name in enumerate(index.fields):
        values = _equal_to(conditions.get(name))
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
        values = [] if condition is None else [condition]
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
    high: tuple[Any, ...] = (_TOP,)
    for name, operand in operators.items():
        key = order_key(operand)
        # An entry goes on behind the value that is compared, so it sorts behind the value alone and before `_TOP`.
        if name in ("$gte", "$gt"):
            low = (key,) if name == "$gte" else (key, _TOP)
        elif name in ("$lte", "$lt"):
            high = (key, _TOP) if name == "$lte" else (key,)
            low = low or ((key[0],),)
    return low, high, int(bool(low))


def _implies(condition: Any, needed: Any) -> bool:
    if not is_operator(needed):
        return not is_operator(condition) and condition == needed
    if is_operator(condition):
        return bool(set(condition) & {"$lt", "$lte", "$gt", "$gte"} & {"$lt", "$lte", *needed})
    return condition is not None and matches({"value": condition}, {"value": needed})


def _is_ordered_by(plan: Plan, order: dict[str, int]) -> bool:
    directions = set(order.values())
    names = [*plan.rest, "_id"] if plan.rest else ["_id"]
    return len(directions) == 1 and list(order) == names[: len(order)]
