"""Compares two recordings of the same journey: every status, error and shape in which the stand-in differs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tests.live.recording import Recorded, Recording


@dataclass(frozen=True, slots=True, kw_only=True)
class Deviation:
    """One way in which the stand-in is not as Stripe; `where` is a path of the body, or what else was compared."""

    step: str
    call: str
    where: str
    at_stripe: str
    at_the_stand_in: str


def deviations(stripe: Recording, stand_in: Recording, *, whole: bool = True) -> list[Deviation]:
    """Returns every difference, in the order of Stripe's recording; the same difference of a route is named once.

    Unless both journeys are `whole`, only calls that both made are compared.
    """
    found: list[Deviation] = []
    seen: set[tuple[str, str, str, str]] = set()
    for step, call in dict.fromkeys((*stripe, *stand_in)):
        ours, theirs = stand_in.get((step, call)), stripe.get((step, call))
        if not whole and (ours is None or theirs is None):
            continue
        for where, at_stripe, at_the_stand_in in _compared(theirs, ours):
            if (call, where, at_stripe, at_the_stand_in) not in seen:
                seen.add((call, where, at_stripe, at_the_stand_in))
                found.append(
                    Deviation(step=step, call=call, where=where, at_stripe=at_stripe, at_the_stand_in=at_the_stand_in)
                )
    return found


def _compared(theirs: Recorded | None, ours: Recorded | None) -> Iterator[tuple[str, str, str]]:
    if theirs is None or ours is None:
        yield "call", "made" if theirs else "not made", "made" if ours else "not made"
        return
    if theirs.statuses != ours.statuses:
        yield "status", _listed(map(str, theirs.statuses)), _listed(map(str, ours.statuses))
    if theirs.errors != ours.errors:
        yield (
            "error (type, code, decline_code, param)",
            _listed(map(" ".join, theirs.errors - ours.errors)),
            _listed(map(" ".join, ours.errors - theirs.errors)),
        )
    for path in dict.fromkeys((*theirs.shape, *ours.shape)):
        # What lies in an object that one side lacks is said by the object.
        if any(path.startswith(parent) for parent in _one_sided(theirs, ours) if parent != path):
            continue
        at_stripe, here = theirs.shape.get(path), ours.shape.get(path)
        if at_stripe != here:
            yield path or "(body)", _listed(at_stripe or {"absent"}), _listed(here or {"absent"})


def _one_sided(theirs: Recorded, ours: Recorded) -> list[str]:
    paths = theirs.shape.keys() ^ ours.shape.keys()
    return [f"{path}{end}" for path in paths for end in (".", "[")]


def _listed(values: object) -> str:
    return ", ".join(sorted(values)) or "none"  # type: ignore[call-overload]
