"""Validators of two versions at once: while both serve, a collection accepts what either writes."""

from collections.abc import Mapping
from typing import Any

from adapters.mongodb.driver.connection import Document


def validator_in(options: Mapping[str, Any]) -> Document | None:
    """The JSON schema among a collection's options; None where there is none that is enforced."""
    validator = options.get("validator", {})
    if options.get("validationAction", "error") != "error" or options.get("validationLevel") == "off":
        return None
    schema: Document | None = validator.get("$jsonSchema")
    return schema


def accepting_both(stored: Mapping[str, Any], planned: Mapping[str, Any]) -> Document:
    """A schema that accepts every document that one of the two accepts."""
    both: Document = {}
    types = [_types(schema) for schema in (stored, planned)]
    if all(types):
        union = list(dict.fromkeys(types[0] + types[1]))
        both["bsonType"] = stored["bsonType"] if len(union) == len(types[0]) else union
    if "minimum" in stored and "minimum" in planned:
        both["minimum"] = min(stored["minimum"], planned["minimum"])
    if "required" in stored and "required" in planned:
        both["required"] = [name for name in stored["required"] if name in planned["required"]]
    if "properties" in stored and "properties" in planned:
        both["properties"] = {
            name: accepting_both(schema, planned["properties"][name])
            for name, schema in stored["properties"].items()
            if name in planned["properties"]
        }
    if "items" in stored and "items" in planned:
        both["items"] = accepting_both(stored["items"], planned["items"])
    return both


def _types(schema: Mapping[str, Any]) -> list[str]:
    types = schema.get("bsonType", [])
    return [types] if isinstance(types, str) else list(types)
