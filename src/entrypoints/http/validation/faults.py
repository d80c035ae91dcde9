"""Finds every invalid field; the decoder itself stops at the first."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import msgspec

from domain.text.characters import has_control_characters, is_control
from entrypoints.http.problems import FieldFault
from entrypoints.http.validation.schema import Schema, fields_of, schema_of

_LONGEST_NAME: Final = 100  # of an unknown field's name in the answer
_LONGEST_NUMBER: Final = 18  # digits that always fit 64 bits


def quickly_valid(annotation: Any, value: Any, text: str) -> bool:
    """Returns whether one pass of the decoder shows that a body is valid; `text` is the text it was decoded from.

    Never true where `faults_in` finds a fault, but it may be false for a valid body: a printable text without escapes
    contains no control characters, and any other text needs a full check.
    """
    return text.isprintable() and "\\" not in text and _fits(annotation, value)


def faults_in(annotation: Any, value: Any, path: str = "") -> Iterator[FieldFault]:
    """Yields every reason why plain data is not of this type, each with its path."""
    schema = schema_of(annotation)
    if value is None and schema.nullable:
        return
    if schema.is_object:
        yield from _object_faults(schema, value, path)
    elif schema.item is not None:
        yield from _list_faults(schema, value, path)
    elif isinstance(value, str) and has_control_characters(value):
        yield FieldFault(path, "must not contain control characters")
    elif not _fits(annotation, value):
        yield FieldFault(path, _expectation(schema))


def faults_in_query(struct: type[msgspec.Struct], query: Mapping[str, Sequence[str]]) -> Iterator[FieldFault]:
    """Yields every reason why a query is not of this type, unknown and repeated parameters included."""
    known = fields_of(struct)
    for name, values in query.items():
        if name not in known:
            yield FieldFault(_joined("query", _shown(name)), "is not a known parameter")
        elif len(values) > 1:
            yield FieldFault(f"query.{name}", "must be given only once")
    yield from faults_in(struct, plain_query(struct, query), "query")


def plain_query(struct: type[msgspec.Struct], query: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """Returns the parameters that the schema names, with numbers as numbers."""
    known = {name: query[name][-1] for name in fields_of(struct) if query.get(name)}
    return {name: _number(schema_of(fields_of(struct)[name].type), text) for name, text in known.items()}


def _object_faults(schema: Schema, value: Any, path: str) -> Iterator[FieldFault]:
    if not isinstance(value, dict):
        yield FieldFault(path, "must be an object")
        return
    fields = fields_of(schema.type)
    for name, field in fields.items():
        if name in value:
            yield from faults_in(field.type, value[name], _joined(path, name))
        elif field.required:
            yield FieldFault(_joined(path, name), "is required")
    for name in value.keys() - fields.keys():
        yield FieldFault(_joined(path, _shown(name)), "is not a known field")


def _list_faults(schema: Schema, value: Any, path: str) -> Iterator[FieldFault]:
    least, most = schema.constraint("min_length") or 0, schema.constraint("max_length")
    if not isinstance(value, list):
        yield FieldFault(path, "must be a list")
    elif len(value) < least or (most is not None and len(value) > most):
        yield FieldFault(
            path, f"must have {least} to {most} entries" if most else f"must have at least {least} entries"
        )
    else:
        for place, item in enumerate(value):
            yield from faults_in(schema.item, item, f"{path}[{place}]")


def _fits(annotation: Any, value: Any) -> bool:
    try:
        msgspec.convert(value, annotation, strict=True)
    except msgspec.ValidationError:
        return False
    return True


def _expectation(schema: Schema) -> str:
    if schema.message:
        return schema.message
    if schema.choices:
        return f"must be one of {', '.join(map(str, schema.choices))}"
    if schema.type is bool:
        return "must be true or false"
    if schema.type is int:
        return "must be a whole number" + _range(schema.constraint("ge"), schema.constraint("le"), "")
    return "must be a string" + _range(schema.constraint("min_length"), schema.constraint("max_length"), " characters")


def _range(least: int | None, most: int | None, unit: str) -> str:
    if least is not None and most is not None:
        return f" of {least} to {most}{unit}" if unit else f" from {least} to {most}"
    if most is not None:
        return f" of at most {most}{unit}"
    return f" of at least {least}{unit}" if least is not None else ""


def _number(schema: Schema, text: str) -> Any:
    digits = text.removeprefix("-")
    whole = digits.isascii() and digits.isdigit() and len(digits) <= _LONGEST_NUMBER
    return int(text) if schema.type is int and whole else text


def _joined(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _shown(name: str) -> str:
    return "".join("\N{REPLACEMENT CHARACTER}" if is_control(character) else character for character in name)[
        :_LONGEST_NAME
    ]
