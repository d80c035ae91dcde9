"""Every error code of the API: its status, its title, what it means and what to do about it."""

from typing import Final

from entrypoints.http.problems.kinds.payments import *  # noqa: F403 - one namespace for the whole table
from entrypoints.http.problems.kinds.requests import *  # noqa: F403
from entrypoints.http.problems.kinds.shop import *  # noqa: F403
from entrypoints.http.problems.kinds.systems import *  # noqa: F403
from entrypoints.http.problems.problem import Kind

KINDS: Final = tuple(
    sorted((value for value in tuple(globals().values()) if isinstance(value, Kind)), key=lambda kind: kind.status)
)
"""All of them, by status."""
