"""Aggregations, as far as Till uses them."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from benchmarks.wire.collection import Collection
from benchmarks.wire.expressions import evaluated
from benchmarks.wire.matching import matches
from benchmarks.wire.values import MISSING, Document, at_path, order_key, put


def aggregated(collection: Collection, pipeline: list[Document]) -> list[Document]:
    """The results of a pipeline. Raises `ValueError` for a stage that is not known."""
    stages = list(pipeline)
    first: Document = stages.pop(0)["$match"] if stages and "$match" in stages[0] else {}
    documents = collection.find(first)
    for stage in stages:
        ((name, operand),) = stage.items()
        documents = list(_staged(documents, name, operand))
    return documents


def _staged(documents: list[Document], name: str, operand: Any) -> Iterator[Document]:
    stage = _STAGES.get(name)
    if stage is None:
        raise ValueError(f"the stand-in knows no stage {name}")
    return iter(stage(documents, operand))


def _sorted(documents: list[Document], order: Document) -> list[Document]:
    for path, direction in reversed(order.items()):
        documents = sorted(documents, key=lambda each, path=path: order_key(at_path(each, path)), reverse=direction < 0)  # type: ignore[misc]
    return documents


def _unwound(documents: list[Document], operand: Any) -> Iterator[Document]:
    path = (operand if isinstance(operand, str) else operand["path"]).removeprefix("$")
    for document in documents:
        values = at_path(document, path)
        for value in values if isinstance(values, list) else [] if values in (None, MISSING) else [values]:
            copy = _shallow(document, path)
            put(copy, path, value)
            yield copy


def _shallow(document: Document, path: str) -> Document:
    """A copy that shares all but what stands on the way of the path."""
    name, _, rest = path.partition(".")
    copy = dict(document)
    if rest and isinstance(copy.get(name), dict):
        copy[name] = _shallow(copy[name], rest)
    return copy


def _grouped(documents: list[Document], group: Document) -> Iterator[Document]:
    by_id: dict[Any, tuple[Any, list[Document]]] = {}
    for document in documents:
        key = evaluated(group["_id"], document)
        by_id.setdefault(repr(key), (key, []))[1].append(document)
    for key, members in by_id.values():
        row = {"_id": key}
        for name, accumulator in group.items():
            if name != "_id":
                ((operator, expression),) = accumulator.items()
                row[name] = _accumulated(operator, [evaluated(expression, each) for each in members])
        yield row


def _accumulated(operator: str, values: list[Any]) -> Any:
    known = [value for value in values if value is not None]
    match operator:
        case "$sum":
            return sum(value for value in known if isinstance(value, int | float))
        case "$min":
            return min(known, key=order_key, default=None)
        case "$max":
            return max(known, key=order_key, default=None)
    raise ValueError(f"the stand-in knows no accumulator {operator}")


def _projected(document: Document, projection: Document) -> Document:
    row: Document = {"_id": document["_id"]} if projection.get("_id", 1) else {}
    for name, expression in projection.items():
        if name == "_id":
            continue
        value = at_path(document, name) if expression in (1, True) else evaluated(expression, document)
        if value is not MISSING:
            put(row, name, value)
    return row


_STAGES: Final[dict[str, Callable[[list[Document], Any], Iterable[Document]]]] = {
    "$match": lambda documents, query: (each for each in documents if matches(each, query)),
    "$limit": lambda documents, number: documents[:number],
    "$skip": lambda documents, number: documents[number:],
    "$sort": _sorted,
    "$unwind": _unwound,
    "$group": _grouped,
    "$project": lambda documents, fields: (_projected(each, fields) for each in documents),
    "$count": lambda documents, name: [{name: len(documents)}] if documents else [],
}
