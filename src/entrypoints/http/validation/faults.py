"""Finds every field at fault at once, where the decoder itself would stop at the first."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import msgspec

from domain.text.characters import has_control_characters, is_control
from entrypoints.http.problems import FieldFault
from entrypoints.http.validation.schema import Schema, fields_of, schema_of

_LONGEST_NAME: Final = 100  # of an unknown field that is named back to its sender
_LONGEST_NUMBER: Final = 18  # digits that always fit 64 bits


def plainly_sound(annotation: Any, value: Any, text: str) -> bool:
    """Whether a body, with the text that it was decoded from, needs no closer look: one pass of the decoder says so.

    Never true where `faults_in` finds a fault. A text without escapes that can be printed holds no control character;
    one that can't, or has escapes, may be sound all the same.
    """
    return text.isprintable() and "\\" not in text and _fits(annotation, value)


def faults_in(annotation: Any, value: Any, path: str = "") -> Iterator[FieldFault]:
    """Everything that keeps plain data from being of this type, each by its path."""
    schema = schema_of(annotation)
    if value is None and schema.nullable:
        return
    if schema.is_object:
        yield from _object_faults(schema, value, path)
    elif schema.item is not None:
        yield from _list_faults(schema, value, path)
    elif isinstance(value, str) and has_control_characters(value):
        yield FieldFault(path, "must not hold control characters")
    elif not _fits(annotation, value):
        yield FieldFault(path, _expectation(schema))


def faults_in_query(struct: type[msgspec.Struct], query: Mapping[str, Sequence[str]]) -> Iterator[FieldFault]:
    """Everything that keeps a query from being of this type; parameters that it does not name are nobody's business."""
    for name in fields_of(struct):
        if len(query.get(name, ())) > 1:
            yield FieldFault(f"query.{name}", "must be given once")
    yield from faults_in(struct, plain_query(struct, query), "query")


def plain_query(struct: type[msgspec.Struct], query: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """The parameters that the schema names, numbers as numbers."""
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
    if schema.advice:
        return schema.advice
    if schema.choices:
        return f"must be one of {', '.join(map(str, schema.choices))}"
    if schema.type is bool:
        return "must be true or false"
    if schema.type is int:
        return "must be a whole number" + _range(schema.constraint("ge"), schema.constraint("le"), "")
    return "must be a text" + _range(schema.constraint("min_length"), schema.constraint("max_length"), " characters")


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
