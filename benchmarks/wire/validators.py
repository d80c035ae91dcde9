"""Whether a document meets a JSON schema, as far as Till's validators go."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from benchmarks.wire.values import Document


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


_KINDS: Final[dict[str, Callable[[Any], bool]]] = {
    "string": lambda value: isinstance(value, str),
    "int": lambda value: _is_whole(value) and -(2**31) <= value < 2**31,
    "long": _is_whole,
    "bool": lambda value: isinstance(value, bool),
    "date": lambda value: isinstance(value, datetime),
    "null": lambda value: value is None,
    "array": lambda value: isinstance(value, list),
    "object": lambda value: isinstance(value, dict),
}


def meets(value: Any, schema: Document) -> bool:
    """Returns whether a value meets a schema. Raises `ValueError` for a rule that is not known."""
    return all(_holds(value, rule, operand) for rule, operand in schema.items())


def _holds(value: Any, rule: str, operand: Any) -> bool:
    match rule:
        case "bsonType":
            kinds = [operand] if isinstance(operand, str) else operand
            return any(_KINDS[kind](value) for kind in kinds)
        case "minimum":
            return not _is_whole(value) or value >= operand
        case "required":
            return not isinstance(value, dict) or all(name in value for name in operand)
        case "properties":
            present = value if isinstance(value, dict) else {}
            return all(meets(present[name], schema) for name, schema in operand.items() if name in present)
    raise ValueError(f"the stand-in knows no {rule} in a schema")
