"""Compares a database with the schema that this Till writes, so that `migrate` changes only what differs."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from pymongo import IndexModel
from pymongo.errors import OperationFailure

from adapters.mongodb.driver.connection import Database, Document
from adapters.mongodb.driver.failures import answered
from adapters.mongodb.schema.collections import COLLECTIONS, CollectionPlan
from adapters.mongodb.schema.validators import accepting_both, validator_in
from application.ports.storage.failures import StoreUnavailable

_OPTIONS: Final = ("unique", "sparse", "partialFilterExpression", "expireAfterSeconds", "collation", "hidden")


class Kind(StrEnum):
    """What differs, in the order in which it is changed."""

    COLLECTION_MISSING = "is missing"
    VALIDATOR_MISSING = "has no validator"
    VALIDATOR_OLDER = "refuses what this version writes"
    VALIDATOR_LOOSER = "has the validator of an older version too"
    INDEX_CHANGED = "has other options"
    INDEX_MISSING = "does not exist"
    INDEX_BUILDING = "is being built"
    INDEX_RETIRED = "is used by an older version alone"


LATER = frozenset({Kind.VALIDATOR_LOOSER, Kind.INDEX_RETIRED})
"""What stays as it is until no process of an older version runs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One point in which a collection differs from its plan; `index` where it is one of its indexes."""

    kind: Kind
    plan: CollectionPlan
    index: IndexModel | None = None
    retired: str | None = None
    validator: Document | None = None

    def __str__(self) -> str:
        """Names the collection or index and says what differs."""
        name = self.retired or (self.index.document["name"] if self.index else None)
        return f"{self.plan.name}{f'.{name}' if name else ''} {self.kind}"


async def differences(database: Database) -> list[Difference]:
    """Returns everything in which the database differs.

    Raises `StoreUnavailable` and `StoreRefused`.
    """
    cursor = await answered(database.list_collections())
    stored = {each["name"]: each.get("options", {}) for each in await answered(cursor.to_list(None))}
    found: list[Difference] = []
    for plan in COLLECTIONS:
        if plan.name not in stored:
            found.append(Difference(kind=Kind.COLLECTION_MISSING, plan=plan))
            found += [Difference(kind=Kind.INDEX_MISSING, plan=plan, index=index) for index in plan.indexes]
            continue
        found += _of_validator(plan, stored[plan.name])
        found += _of_indexes(plan, await _indexes(database, plan.name))
    return found


def _of_validator(plan: CollectionPlan, options: Mapping[str, Any]) -> list[Difference]:
    stored = validator_in(options)
    if stored == plan.validator:
        return []
    if stored is None:
        return [Difference(kind=Kind.VALIDATOR_MISSING, plan=plan, validator=plan.validator)]
    both = accepting_both(stored, plan.validator)
    if both != stored:
        return [Difference(kind=Kind.VALIDATOR_OLDER, plan=plan, validator=both)]
    return [Difference(kind=Kind.VALIDATOR_LOOSER, plan=plan, validator=plan.validator)]


def _of_indexes(plan: CollectionPlan, stored: Mapping[str, Document]) -> list[Difference]:
    found: list[Difference] = []
    for index in plan.indexes:
        same_name = stored.get(index.document["name"])
        same = [each for each in stored.values() if _spec(each) == _spec(index.document)]
        if not same:
            kind = Kind.INDEX_CHANGED if same_name else Kind.INDEX_MISSING
            found.append(Difference(kind=kind, plan=plan, index=index))
        elif all("buildUUID" in each for each in same):
            found.append(Difference(kind=Kind.INDEX_BUILDING, plan=plan, index=index))
    found += [
        Difference(kind=Kind.INDEX_RETIRED, plan=plan, retired=name)
        for name in sorted(stored)
        if any(name == retired or (retired.endswith(".") and name.startswith(retired)) for retired in plan.retired)
    ]
    return found


async def _indexes(database: Database, name: str) -> dict[str, Document]:
    """Indexes by name; one that is still being built has a `buildUUID`, where the server says so."""
    try:
        listed = await _list_indexes(database, name, include_building=True)
    except StoreUnavailable as fault:
        if not isinstance(fault.__cause__, OperationFailure):
            raise
        listed = await _list_indexes(database, name)
    # With build UUIDs an index under way is {spec, buildUUID}, a finished one is its spec.
    indexes = [
        {**each["spec"], "buildUUID": each.get("buildUUID")} if "spec" in each else each
        for each in listed["cursor"]["firstBatch"]
    ]
    return {each["name"]: each for each in indexes}


async def _list_indexes(database: Database, name: str, *, include_building: bool = False) -> Document:
    options: Document = {"includeBuildUUIDs": True} if include_building else {}
    command = {"listIndexes": name, "cursor": {"batchSize": 1000}, **options}
    listed: Document = await answered(database.command(command, codec_options=database.codec_options))
    return listed


def _spec(index: Mapping[str, Any]) -> tuple[list[tuple[str, Any]], dict[str, Any]]:
    """What makes an index the same, whatever its name: its keys in order and its options."""
    return list(dict(index["key"]).items()), {name: index[name] for name in _OPTIONS if index.get(name)}
