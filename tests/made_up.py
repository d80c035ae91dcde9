"""Hypothesis strategies for domain values, read off their types, so that a new field is tried the day it is added."""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import Any, NewType, TypeVar, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from domain.identifiers.derivation import order_id_from
from domain.identifiers.types import OrderId, RequestScope
from domain.money.currency import CURRENCIES, Currency

_Value = TypeVar("_Value")

_TELLING = st.sampled_from(["", "$set", "a.b", "é", "日本"])
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | _TELLING
AMOUNTS = st.integers(0, 99_999_999) | st.sampled_from([1, 1230, 1299, 2**53])
MOMENTS = st.integers(0, 4_102_444_800_000).map(
    lambda milliseconds: datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=milliseconds)
)
_PLAIN: dict[object, st.SearchStrategy[Any]] = {
    str: TEXTS,
    int: AMOUNTS,
    bool: st.booleans(),
    type(None): st.none(),
    datetime: MOMENTS,
    Currency: st.sampled_from(sorted(CURRENCIES.values(), key=lambda currency: currency.code)),
    OrderId: st.text("0123456789abcdef", min_size=8).map(lambda seed: order_id_from(RequestScope(seed))),
}


def made_up(kind: type[_Value], **given: st.SearchStrategy[Any]) -> st.SearchStrategy[_Value]:
    """Values of a dataclass; `given` says how to fill some of its fields."""
    hints = get_type_hints(kind)
    names = [field.name for field in dataclasses.fields(kind)]  # type: ignore[arg-type]
    return st.builds(kind, **{name: _of(hints[name]) for name in names if name not in given}, **given)


@cache
def _of(hint: Any) -> st.SearchStrategy[Any]:
    if hint in _PLAIN:
        return _PLAIN[hint]
    if isinstance(hint, NewType):
        return _of(hint.__supertype__)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return st.sampled_from(list(hint))
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return made_up(hint)
    arguments = get_args(hint)
    if get_origin(hint) in (Union, types.UnionType):
        return st.one_of(*map(_of, arguments))
    if get_origin(hint) is tuple and arguments[1:] == (...,):
        return st.lists(_of(arguments[0]), max_size=3).map(tuple)
    if get_origin(hint) is tuple:
        return st.tuples(*map(_of, arguments))
    if get_origin(hint) is Mapping:
        return st.dictionaries(st.text("abcdefgHI", min_size=1), _of(arguments[1]), max_size=4)
    raise TypeError(f"no values are made up for {hint}")
