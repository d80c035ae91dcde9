"""While two versions serve, a collection accepts what either of them writes."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.mongodb.schema.collections import COLLECTIONS
from adapters.mongodb.schema.validators import accepting_both, validator_in

TYPES = ("string", "int", "null", "bool")
JSON_TYPES = {"int": "integer", "string": "string", "null": "null", "bool": "boolean", "object": "object"}
leaves = st.one_of(
    st.sampled_from(TYPES).map(lambda name: {"bsonType": name}),
    st.lists(st.sampled_from(TYPES), min_size=1, unique=True).map(lambda names: {"bsonType": names}),
    st.integers(0, 3).map(lambda least: {"bsonType": "int", "minimum": least}),
)
schemas = st.fixed_dictionaries(
    {"bsonType": st.just("object"), "properties": st.dictionaries(st.sampled_from("abc"), leaves)},
    optional={"required": st.lists(st.sampled_from("abc"), min_size=1, unique=True)},
)
documents = st.dictionaries(
    st.sampled_from("abcd"), st.none() | st.booleans() | st.integers(0, 4) | st.sampled_from(["", "x"])
)


def in_json(schema: Any) -> Any:
    """The schema with JSON Schema's own names of types."""
    if isinstance(schema, dict):
        return {
            ("type" if name == "bsonType" else name): (
                JSON_TYPES[value] if isinstance(value, str) and name == "bsonType" else in_json(value)
            )
            for name, value in schema.items()
        }
    if isinstance(schema, list):
        return [JSON_TYPES.get(each, each) for each in schema]
    return schema


def accepts(schema: dict[str, Any], document: dict[str, Any]) -> bool:
    return bool(jsonschema.Draft202012Validator(in_json(schema)).is_valid(document))


@given(older=schemas, newer=schemas, document=documents)
def test_what_one_of_two_accepts_both_together_accept(
    older: dict[str, Any], newer: dict[str, Any], document: dict[str, Any]
) -> None:
    if accepts(older, document) or accepts(newer, document):
        assert accepts(accepting_both(older, newer), document)


@pytest.mark.parametrize("plan", COLLECTIONS, ids=lambda plan: plan.name)
def test_a_schema_and_itself_are_the_same_schema(plan: Any) -> None:
    assert accepting_both(plan.validator, plan.validator) == plan.validator


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"validator": {"$jsonSchema": {}}, "validationAction": "warn"},
        {"validator": {"$jsonSchema": {}}, "validationLevel": "off"},
    ],
)
def test_a_validator_that_is_not_enforced_counts_as_none(options: dict[str, Any]) -> None:
    assert validator_in(options) is None
