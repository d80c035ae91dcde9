"""Where objects of one kind are kept: by id, in order of creation, found again by the ids they point to."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from stripe_stand_in.model.api.errors import malformed, missing
from stripe_stand_in.model.api.http import ApiRequest, StripeObject

PAGE, MOST = 10, 100
"""Stripe's default and largest page."""


class ObjectStore:
    """Objects of one kind. `by` names the fields that lists filter on."""

    def __init__(self, kind: str, *by: str) -> None:
        self.kind = kind
        self._objects: dict[str, StripeObject] = {}
        self._order: list[str] = []
        self._places: dict[str, int] = {}
        self._pointing: dict[str, dict[str, list[str]]] = {field: {} for field in by}

    def __len__(self) -> int:
        return len(self._order)

    def __iter__(self) -> Iterator[StripeObject]:
        return iter(self._objects.values())

    def put(self, stripe_object: StripeObject) -> StripeObject:
        """Keep a new object."""
        identity = stripe_object["id"]
        self._objects[identity] = stripe_object
        self._places[identity] = len(self._order)
        self._order.append(identity)
        self.point(stripe_object)
        return stripe_object

    def point(self, stripe_object: StripeObject) -> None:
        """Note what the object points to now; call it again after changing a field lists filter on."""
        for field, index in self._pointing.items():
            target = stripe_object.get(field)
            if target is not None:
                ids = index.setdefault(target, [])
                if stripe_object["id"] not in ids:
                    ids.append(stripe_object["id"])

    def get(self, identity: str | None) -> StripeObject | None:
        """The object, or None."""
        return self._objects.get(identity) if identity is not None else None

    def find(self, identity: str, param: str = "id") -> StripeObject:
        """The object, or Stripe's resource_missing."""
        stripe_object = self._objects.get(identity)
        if stripe_object is None:
            raise missing(self.kind, identity, param)
        return stripe_object

    def at(self, field: str, target: str) -> list[StripeObject]:
        """The objects whose `field` is `target`, oldest first."""
        ids = sorted(self._pointing[field].get(target, ()), key=self._places.__getitem__)
        return [
            stripe_object for stripe_object in map(self._objects.__getitem__, ids) if stripe_object.get(field) == target
        ]

    def page(self, call: ApiRequest, url: str, matches: Callable[[StripeObject], bool] | None = None) -> StripeObject:
        """One page, newest first, as the call's limit, cursors, creation range and filters ask."""
        limit, after, before = _bounds(call)
        filters = {field: call.given[field] for field in self._pointing if call.given.get(field) is not None}
        ids = self._candidates(filters)
        created: Mapping[str, int] | None = call.given.get("created")

        def fits(identity: str) -> bool:
            stripe_object = self._objects[identity]
            return (
                all(stripe_object.get(field) == target for field, target in filters.items())
                and (created is None or _within(stripe_object["created"], created))
                and (matches is None or matches(stripe_object))
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
        return listed([self._objects[each] for each in chosen], url, has_more=len(found) > limit)

    def _candidates(self, filters: Mapping[str, Any]) -> list[str]:
        if not filters:
            return self._order
        narrowest = min((self._pointing[field].get(target, []) for field, target in filters.items()), key=len)
        return sorted(narrowest, key=self._places.__getitem__)

    def _cursor(self, identity: str, param: str) -> int:
        if identity not in self._places:
            raise missing(self.kind, identity, param)
        return self._places[identity]


def listed(stripe_objects: list[StripeObject], url: str, *, has_more: bool = False) -> StripeObject:
    """A list envelope."""
    return {"object": "list", "data": stripe_objects, "has_more": has_more, "url": url}


def _bounds(call: ApiRequest) -> tuple[int, str | None, str | None]:
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
