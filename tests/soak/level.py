"""Whether a figure stayed level: the last quarter of a run beside its second, for the first one warms up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

QUARTERS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """How much a figure may grow from the second quarter to the last: a share of it, and so much besides."""

    share: float
    besides: float


def medians(figures: Sequence[float]) -> list[float]:
    """One for each quarter of the run; takes at least four figures."""
    ends = [round(len(figures) * number / QUARTERS) for number in range(QUARTERS + 1)]
    return [median(figures[begin:end]) for begin, end in pairwise(ends)]


def is_level(quarters: Sequence[float], bound: Bound) -> bool:
    """Whether the last quarter is no more than the bound allows over the second."""
    return quarters[-1] <= quarters[1] * (1 + bound.share) + bound.besides
