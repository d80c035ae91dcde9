"""What a command asks of MongoDB, named by its collection and the fields that it names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

_FIXED = frozenset({"buildInfo", "listCollections", "listIndexes", "getMore", "createIndexes", "create", "collMod"})

Row = tuple[str, str, str]
"""A collection, a command, and the fields that it is addressed by."""


def rows_of(command: Mapping[str, Any]) -> Iterator[Row]:
    """The queries of one command, each by the fields that it names; none for a command of the set-up."""
    verb = next(iter(command))
    if verb in _FIXED:
        return
    collection = str(command[verb])
    for asked in _filters(verb, command):
        yield collection, verb, ", ".join(sorted(set(_fields(asked)))) or "nothing"
    for stage in command.get("pipeline", ()):
        if "$unionWith" in stage:
            other = stage["$unionWith"]
            for asked in (inner["$match"] for inner in other["pipeline"] if "$match" in inner):
                yield other["coll"], verb, ", ".join(sorted(set(_fields(asked))))


def _filters(verb: str, command: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    match verb:
        case "insert":
            return [{"_id": 1}]
        case "update":
            return [each["q"] for each in command["updates"]]
        case "delete":
            return [each["q"] for each in command["deletes"]]
        case "aggregate":
            first = command["pipeline"][0] if command["pipeline"] else {}
            return [first.get("$match", {})]
        case _:
            return [command.get("filter", command.get("query", {}))]


def _fields(asked: Mapping[str, Any]) -> Iterator[str]:
    """The fields of a filter; a range of `_id`s, by which pages go on, is spelt `_id >`."""
    for name, value in asked.items():
        if name in ("$or", "$and"):
            for each in value:
                yield from _fields(each)
        elif name == "_id" and isinstance(value, Mapping) and not {"$eq", "$in"} & set(value):
            yield "_id >"
        elif not name.startswith("$"):
            yield re.sub(r"(outbox\.shop)\.\w+", r"\1.ENDPOINT", name)
