"""Reads a table that is packed beside this file."""

from importlib.resources import files
from typing import TypeVar

import msgspec

_Table = TypeVar("_Table")


def packed(name: str, kind: type[_Table]) -> _Table:
    """The table, checked against its kind."""
    return msgspec.json.decode(files("adapters.tables").joinpath(name).read_bytes(), type=kind)
