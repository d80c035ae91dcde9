"""The constraints of an annotation, as data."""

from collections.abc import Mapping
from enum import Enum
from functools import cache
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import msgspec


class Schema(msgspec.Struct, frozen=True, kw_only=True):
    """One annotation: its plain type, whether null is allowed, and its constraints."""

    type: Any
    nullable: bool
    constraints: tuple[msgspec.Meta, ...]

    def constraint(self, name: str) -> Any:
        """Returns the first constraint with this name, or None."""
        found = (getattr(meta, name) for meta in self.constraints)
        return next((value for value in found if value is not None), None)

    @property
    def message(self) -> str | None:
        """The schema's own error message."""
        extra: Mapping[str, Any] = self.constraint("extra") or {}
        return extra.get("message")

    @property
    def is_object(self) -> bool:
        """Whether it is an object with fields."""
        return isinstance(self.type, type) and issubclass(self.type, msgspec.Struct)

    @property
    def item(self) -> Any:
        """The annotation of a list's items; None for other types."""
        return get_args(self.type)[0] if get_origin(self.type) is list else None

    @property
    def choices(self) -> tuple[Any, ...]:
        """The allowed values; empty where every value is allowed."""
        if get_origin(self.type) is Literal:
            return get_args(self.type)
        if isinstance(self.type, type) and issubclass(self.type, Enum):
            return tuple(member.value for member in self.type)
        return ()


@cache
def schema_of(annotation: Any) -> Schema:
    """Returns the schema of an annotation."""
    constraints: list[msgspec.Meta] = []
    nullable = False
    while True:
        origin = get_origin(annotation)
        if origin is Annotated:
            constraints += [extra for extra in annotation.__metadata__ if isinstance(extra, msgspec.Meta)]
            annotation = annotation.__origin__
        elif origin in (Union, UnionType):
            nullable = type(None) in get_args(annotation)
            (annotation,) = (part for part in get_args(annotation) if part is not type(None))
        else:
            return Schema(type=annotation, nullable=nullable, constraints=tuple(constraints))


@cache
def fields_of(struct: type[msgspec.Struct]) -> Mapping[str, msgspec.structs.FieldInfo]:
    """Returns a schema's fields by their names in JSON."""
    return {field.encode_name: field for field in msgspec.structs.fields(struct)}
