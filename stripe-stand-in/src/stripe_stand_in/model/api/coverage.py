"""What the stand-in offers: each operation's parameters, with effect, refused by name, or accepted without effect."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from stripe_stand_in.model.api.operations import OPERATIONS
from stripe_stand_in.model.api.parameters import Clearable, Fields, ListOf, NoEffect, NotOffered, ParameterType


@dataclass(frozen=True, slots=True)
class OperationCoverage:
    """The parameters of one operation by their full names, such as `card[cvc]`; reasons where there is no effect."""

    method: str
    path: str
    effect: list[str] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    no_effect: dict[str, str] = field(default_factory=dict)


def coverage() -> list[OperationCoverage]:
    """Returns the coverage of every operation, by path and method."""
    covered = []
    for operation in sorted(OPERATIONS, key=lambda each: (each.path, each.method)):
        found = OperationCoverage(operation.method, operation.path)
        for name, kind in leaves(operation.parameters):
            if isinstance(kind, NotOffered):
                found.refused[name] = kind.reason
            elif isinstance(kind, NoEffect):
                found.no_effect[name] = kind.reason
            else:
                found.effect.append(name)
        covered.append(found)
    return covered


def leaves(kind: ParameterType, name: str = "") -> Iterator[tuple[str, ParameterType]]:
    """Yields every parameter that has no parameters of its own, with its full name."""
    if isinstance(kind, Clearable):
        yield from leaves(kind.kind, name)
    elif isinstance(kind, ListOf) and isinstance(kind.kind, Fields):
        yield from leaves(kind.kind, f"{name}[0]")
    elif isinstance(kind, Fields) and kind.kinds:
        for each, inner in kind.kinds.items():
            yield from leaves(inner, f"{name}[{each}]" if name else each)
    elif name:
        yield name, kind
