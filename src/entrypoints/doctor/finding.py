"""What an examination finds."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeAlias

from entrypoints.settings import Settings


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is wrong, and how to fix it; neither holds a secret.

    With `is_error` false it is advice: Till works without it.
    """

    what: str
    fix: str
    is_error: bool = True


Examination: TypeAlias = Callable[[Settings], Awaitable[list[Finding]]]
"""Examines one thing and returns what is wrong with it; never raises for what it examines."""
