"""A collection in memory: a query takes the time of what it finds, not of what there is."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import bson

from benchmarks.wire.indexes import Index, Plan, conditions_of, is_ordered_by, plan_of
from benchmarks.wire.matching import is_operator, matches
from benchmarks.wire.validators import meets
from benchmarks.wire.values import Document, order_key, values_at

_DUPLICATE_KEY: Final = 11000
_FAILS_VALIDATION: Final = 121
_TOO_LARGE: Final = 17419

LARGEST_DOCUMENT: Final = 16 * 1024 * 1024
_SURELY_SMALL: Final = 1024 * 1024
"""Characters in all texts of the first levels below which a document's exact size is not computed at each write."""


class NotWritten(Exception):
    """A document that is not stored, by MongoDB's code for why; `details` are further fields of the answer."""

    def __init__(self, code: int, why: str, **details: Any) -> None:
        super().__init__(why)
        self.code = code
        self.details = details


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

    def insert(self, document: Document, *, checked: bool = True) -> None:
        """Adds a document, which the validator must accept where it is `checked`. Raises `NotWritten`."""
        key = document["_id"]
        if key in self.documents:
            why = f"E11000 duplicate key error collection dup key: {{ _id: {key!r} }}"
            raise NotWritten(_DUPLICATE_KEY, why, keyPattern={"_id": 1}, keyValue={"_id": key})
        self._check(document, None, checked=checked)
        self.documents[document["_id"]] = document
        for index in self.indexes.values():
            index.change([], index.keys(document))

    def replace(self, before: Document, after: Document, *, checked: bool = True) -> None:
        """Puts a changed document in the place of another of its id. Raises `NotWritten`."""
        self._check(after, before, checked=checked)
        self.documents[after["_id"]] = after
        for index in self.indexes.values():
            index.change(index.keys(before), index.keys(after))

    def delete(self, document: Document) -> None:
        """Removes a document."""
        del self.documents[document["_id"]]
        for index in self.indexes.values():
            index.change(index.keys(document), [])

    def _check(self, document: Document, before: Document | None, *, checked: bool) -> None:
        if _is_too_large(document):
            raise NotWritten(_TOO_LARGE, "Resulting document after update is larger than 16777216")
        schema = self.options.get("validator", {}).get("$jsonSchema")
        if not checked or schema is None or meets(document, schema):
            return
        # What broke the rules before may be changed: Till asks for the level "moderate".
        if before is None or meets(before, schema):
            raise NotWritten(_FAILS_VALIDATION, "Document failed validation")

    def is_indexed(self, query: Document, order: Mapping[str, int]) -> bool:
        """Returns whether a query is answered without a look at every document."""
        wanted = conditions_of(query).get("_id")
        if (wanted is not None and not is_operator(wanted)) or (isinstance(wanted, dict) and "$in" in wanted):
            return True
        if self._plan(query, dict(order))[0] is not None or list(order) == ["_id"]:
            return True
        return "$or" in query and all(self.is_indexed(branch, {}) for branch in query["$or"])

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
        conditions = conditions_of(query)
        wanted = conditions.get("_id")
        if wanted is not None and not is_operator(wanted):
            return iter([self.documents[wanted]] if wanted in self.documents else []), True
        if isinstance(wanted, dict) and "$in" in wanted:
            found = [self.documents[each] for each in wanted["$in"] if each in self.documents]
            return iter(found), False
        best, is_ordered = self._plan(query, order)
        if best is None:
            if "$or" in query and len(query) == 1:
                found_ids = {each["_id"]: each for branch in query["$or"] for each in self.find(branch)}
                return iter(found_ids.values()), False
            return iter(self.documents.values()), False
        backwards = bool(order) and next(iter(order.values())) < 0
        return self._scanned(best, backwards), is_ordered

    def _plan(self, query: Document, order: dict[str, int]) -> tuple[Plan | None, bool]:
        """The best plan, and whether it finds documents in their order."""
        conditions = conditions_of(query)
        plans = [plan for index in self.indexes.values() if (plan := plan_of(index, conditions)) is not None]
        ordered = [plan for plan in plans if is_ordered_by(plan, order)]
        best = max(ordered or plans, key=lambda plan: plan.worth, default=None)
        if best is None or (best.worth == 0 and best not in ordered and not best.index.partial):
            return None, False
        return best, best in ordered

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


def _is_too_large(document: Document) -> bool:
    """A document is encoded only where one of its texts is so long that it may be too large."""
    texts = (inner for value in document.values() for inner in (value.values() if isinstance(value, dict) else [value]))
    long = sum(len(text) for text in texts if isinstance(text, str))
    return long > _SURELY_SMALL and len(bson.encode(document)) > LARGEST_DOCUMENT


def _first(document: Document, path: str) -> tuple[int, Any]:
    return min((order_key(value) for value in values_at(document, path)), default=order_key(None))
