"""How several workers share what is due without two ever holding the same thing.

Candidates are read, shuffled so that workers seldom meet, and each is taken by a write on condition that it still is as
it was read. (findAndModify would make one claim in a crowd cost as much as the crowd.)
"""

from collections.abc import Callable
from typing import Any, TypeAlias

Shuffle: TypeAlias = Callable[[list[Any]], None]
"""Puts a list into a random order, in place."""

CROWD = 2
"""So many candidates are read for each that is wanted, in case others take some first."""
