"""An index counts as there only once it is built."""

from typing import Any

from pymongo import ASCENDING, IndexModel

from adapters.mongodb.schema.collections import CollectionPlan
from adapters.mongodb.schema.differences import Kind, _of_indexes

PLAN = CollectionPlan(name="orders", validator={}, indexes=(IndexModel([("user", ASCENDING)]),), retired=("old_1",))
BUILT: dict[str, Any] = {"v": 2, "name": "user_1", "key": {"user": 1}}


def kinds(*stored: dict[str, Any]) -> list[Kind]:
    return [each.kind for each in _of_indexes(PLAN, {each["name"]: each for each in stored})]


def test_an_index_that_is_built_is_no_difference() -> None:
    assert kinds(BUILT) == []


def test_an_index_that_is_being_built_is_waited_for() -> None:
    assert kinds({**BUILT, "buildUUID": "a"}) == [Kind.INDEX_BUILDING]


def test_a_missing_changed_or_retired_index_is_a_difference() -> None:
    assert kinds() == [Kind.INDEX_MISSING]
    assert kinds({**BUILT, "sparse": True}) == [Kind.INDEX_CHANGED]
    assert kinds({**BUILT, "key": {"user": -1}}) == [Kind.INDEX_CHANGED]
    assert kinds(BUILT, {"name": "old_1", "key": {"old": 1}}) == [Kind.INDEX_RETIRED]
