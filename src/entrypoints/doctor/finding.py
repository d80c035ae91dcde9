"""What an examination finds."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeAlias

from entrypoints.settings import Settings


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is wrong, and its mend; neither holds a secret."""

    what: str
    fix: str


Examination: TypeAlias = Callable[[Settings], Awaitable[list[Finding]]]
"""Looks at one thing and returns what is wrong with it; never raises for what it looks at."""
