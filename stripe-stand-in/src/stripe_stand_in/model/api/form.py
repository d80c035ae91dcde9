"""Stripe's wire format: form fields with bracketed names, decoded to a tree of strings."""

from functools import lru_cache
from itertools import pairwise
from typing import Any
from urllib.parse import unquote

from stripe_stand_in.model.api.errors import ApiError, malformed
from stripe_stand_in.model.api.http import StripeObject

MAX_FIELDS = 10_000
"""Far above what any request needs; keeps a hostile body from costing more than its size."""


def decode(text: str) -> StripeObject:
    """Decodes `a=1&b[c]=2&d[]=3&e[0]=4` to `{"a": "1", "b": {"c": "2"}, "d": ["3"], "e": {"0": "4"}}`.

    Numbered lists stay mappings: only the parameter's type distinguishes a list from a map with numeric keys.
    """
    tree: StripeObject = {}
    if text.count("&") >= MAX_FIELDS:
        raise malformed("Too many parameters.")
    try:
        fields = [_field(part) for part in text.split("&") if part]
    except UnicodeDecodeError:
        raise malformed("Invalid UTF-8 in the parameters.") from None
    for name, value in fields:
        _place(tree, _known_steps(name) if len(name) <= _USUAL else _steps(name), value, name)
    return tree


def _field(part: str) -> tuple[str, str]:
    name, _, value = part.partition("=")
    return _plain(name), _plain(value)


def _plain(text: str) -> str:
    return unquote(text.replace("+", " "), errors="strict") if "%" in text or "+" in text else text


def _steps(name: str) -> tuple[str, ...]:
    head, bracket, rest = name.partition("[")
    if not bracket:
        return (name,)
    if not rest.endswith("]"):
        raise malformed(f"Invalid parameter name: {name}", name)
    return (head, *rest[:-1].split("]["))


_known_steps = lru_cache(maxsize=1024)(_steps)
_USUAL = 64
"""Longest parameter name that is cached."""


def _place(tree: StripeObject, steps: tuple[str, ...], value: str, name: str) -> None:
    here: Any = tree
    for step, following in pairwise(steps):
        here = _descend(here, step, following, name)
    last = steps[-1]
    if isinstance(here, list):
        here.append(value)
    elif isinstance(here.get(last, ""), str):
        here[last] = value
    else:
        raise _both_ways(name)


def _descend(here: Any, step: str, following: str, name: str) -> Any:
    fresh: list[Any] | StripeObject = [] if following == "" else {}
    if isinstance(here, list):
        if not here or type(here[-1]) is not type(fresh) or following in here[-1]:
            here.append(fresh)
        return here[-1]
    within = here.setdefault(step, fresh)
    if type(within) is not type(fresh):
        raise _both_ways(name)
    return within


def _both_ways(name: str) -> ApiError:
    return malformed(f"Invalid parameter: {name} is given in two ways that exclude each other.", name)
