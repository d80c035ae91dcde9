"""Operations, and the routes that find the operation of a path."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote

from stripe_stand_in.model.account.account import Account
from stripe_stand_in.model.api.http import ApiRequest, StripeObject
from stripe_stand_in.model.api.parameters import EXPAND, Fields


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one path. `browser` names the parameters a publishable key may send; None refuses that key."""

    method: str
    path: str
    run: Callable[[Account, ApiRequest], StripeObject]
    parameters: Fields = field(default_factory=lambda: Fields(expand=EXPAND))
    browser: frozenset[str] | None = None


@dataclass(slots=True)
class Routes:
    """Every operation by path: literal segments match before named ones."""

    _tree: dict[str, dict[str, Operation]] = field(default_factory=dict)
    _by_shape: dict[tuple[int, str], list[tuple[tuple[str, ...], dict[str, Operation]]]] = field(default_factory=dict)

    @classmethod
    def of(cls, operations: Iterable[Operation]) -> "Routes":
        """Returns the routes to these operations."""
        routes = cls()
        for operation in operations:
            methods = routes._tree.get(operation.path)
            if methods is None:
                methods = routes._tree[operation.path] = {}
                steps = tuple(operation.path.strip("/").split("/"))
                same = routes._by_shape.setdefault((len(steps), steps[1]), [])
                same.append((steps, methods))
                same.sort(key=lambda each: sum(step.startswith("{") for step in each[0]))
            methods[operation.method] = operation
        return routes

    def find(self, path: str) -> tuple[dict[str, Operation], dict[str, str]] | None:
        """Returns a path's operations by method and the values of its named segments; None for an unknown path."""
        steps = path.removeprefix("/").split("/")
        if len(steps) < 2:
            return None
        for template, methods in self._by_shape.get((len(steps), steps[1]), ()):
            if steps[-1] == "search" != template[-1]:
                continue
            args: dict[str, str] = {}
            for wanted, step in zip(template, steps, strict=True):
                if wanted.startswith("{"):
                    args[wanted[1:-1]] = unquote(step)
                elif wanted != step:
                    break
            else:
                return (methods, args) if all(args.values()) else None
        return None

    def __iter__(self) -> Iterator[Operation]:
        return (operation for methods in self._tree.values() for operation in methods.values())
