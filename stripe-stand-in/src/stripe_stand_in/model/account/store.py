"""Where objects of one kind are kept: by id, in order of creation, found again by the ids they point to."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from stripe_stand_in.model.api.errors import malformed, missing
from stripe_stand_in.model.api.http import Call, Thing

PAGE, MOST = 10, 100
"""Stripe's default and largest page."""


class Shelf:
    """Objects of one kind. `by` names the fields that lists filter on."""

    def __init__(self, kind: str, *by: str) -> None:
        self.kind = kind
        self._things: dict[str, Thing] = {}
        self._order: list[str] = []
        self._places: dict[str, int] = {}
        self._pointing: dict[str, dict[str, list[str]]] = {field: {} for field in by}

    def __len__(self) -> int:
        return len(self._order)

    def __iter__(self) -> Iterator[Thing]:
        return iter(self._things.values())

    def put(self, thing: Thing) -> Thing:
        """Keep a new object."""
        identity = thing["id"]
        self._things[identity] = thing
        self._places[identity] = len(self._order)
        self._order.append(identity)
        self.point(thing)
        return thing

    def point(self, thing: Thing) -> None:
        """Note what the object points to now; call it again after changing a field lists filter on."""
        for field, index in self._pointing.items():
            target = thing.get(field)
            if target is not None:
                ids = index.setdefault(target, [])
                if thing["id"] not in ids:
                    ids.append(thing["id"])

    def get(self, identity: str | None) -> Thing | None:
        """The object, or None."""
        return self._things.get(identity) if identity is not None else None

    def find(self, identity: str, param: str = "id") -> Thing:
        """The object, or Stripe's resource_missing."""
        thing = self._things.get(identity)
        if thing is None:
            raise missing(self.kind, identity, param)
        return thing

    def at(self, field: str, target: str) -> list[Thing]:
        """The objects whose `field` is `target`, oldest first."""
        ids = sorted(self._pointing[field].get(target, ()), key=self._places.__getitem__)
        return [thing for thing in map(self._things.__getitem__, ids) if thing.get(field) == target]

    def page(self, call: Call, url: str, matches: Callable[[Thing], bool] | None = None) -> Thing:
        """One page, newest first, as the call's limit, cursors, creation range and filters ask."""
        limit, after, before = _bounds(call)
        filters = {field: call.given[field] for field in self._pointing if call.given.get(field) is not None}
        ids = self._candidates(filters)
        created: Mapping[str, int] | None = call.given.get("created")

        def fits(identity: str) -> bool:
            thing = self._things[identity]
            return (
                all(thing.get(field) == target for field, target in filters.items())
                and (created is None or _within(thing["created"], created))
                and (matches is None or matches(thing))
            )

        if before is not None:
            place = self._cursor(before, "ending_before")
            newer = (each for each in ids if self._places[each] > place and fits(each))
            found = _take(newer, limit + 1)
            chosen = found[:limit][::-1]
        else:
            place = len(self._order) if after is None else self._cursor(after, "starting_after")
            older = (each for each in reversed(ids) if self._places[each] < place and fits(each))
            found = _take(older, limit + 1)
            chosen = found[:limit]
        return listed([self._things[each] for each in chosen], url, has_more=len(found) > limit)

    def _candidates(self, filters: Mapping[str, Any]) -> list[str]:
        if not filters:
            return self._order
        narrowest = min((self._pointing[field].get(target, []) for field, target in filters.items()), key=len)
        return sorted(narrowest, key=self._places.__getitem__)

    def _cursor(self, identity: str, param: str) -> int:
        if identity not in self._places:
            raise missing(self.kind, identity, param)
        return self._places[identity]


def listed(things: list[Thing], url: str, *, has_more: bool = False) -> Thing:
    """A list envelope."""
    return {"object": "list", "data": things, "has_more": has_more, "url": url}


def _bounds(call: Call) -> tuple[int, str | None, str | None]:
    limit = call.given.get("limit", PAGE)
    if not 1 <= limit <= MOST:
        word = "greater than or equal to 1" if limit < 1 else f"less than or equal to {MOST}"
        raise malformed(f"This value must be {word}.", "limit", "parameter_invalid_integer")
    after, before = call.given.get("starting_after"), call.given.get("ending_before")
    if after is not None and before is not None:
        raise malformed(
            "You may only specify one of these parameters: starting_after, ending_before.", "starting_after"
        )
    return limit, after, before


def _take(ids: Iterator[str], count: int) -> list[str]:
    return [each for each, _ in zip(ids, range(count), strict=False)]


def _within(moment: int, bounds: Mapping[str, int]) -> bool:
    return (
        moment == bounds.get("is", moment)
        and moment > bounds.get("gt", moment - 1)
        and moment >= bounds.get("gte", moment)
        and moment < bounds.get("lt", moment + 1)
        and moment <= bounds.get("lte", moment)
    )
