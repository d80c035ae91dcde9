"""A coroutine driven by hand, with nobody beside it: a world in memory needs no event loop."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any, TypeVar

Answer = TypeVar("Answer")

MAX_TURNS = 1_000_000
"""Far more than any story takes; one that takes so many goes round in circles."""


def alone(coroutine: Coroutine[Any, None, Answer]) -> Answer:
    """The coroutine's answer; whenever it lets others run, it goes on at once."""
    try:
        for _ in range(MAX_TURNS):
            waited_for = coroutine.send(None)
            assert waited_for is None, f"nobody will ever bring {waited_for!r}"
    except StopIteration as ended:
        answer: Answer = ended.value
        return answer
    raise AssertionError("it goes round in circles")
