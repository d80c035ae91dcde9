"""Stores objects of one kind by id and creation order, with an index on each field that lists filter on."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from stripe_stand_in.model.api.errors import malformed, missing
from stripe_stand_in.model.api.http import ApiRequest, StripeObject

DEFAULT_LIMIT, MAX_LIMIT = 10, 100
"""Stripe's default and largest page."""


class ObjectStore:
    """Objects of one kind. `by` names the indexed fields."""

    def __init__(self, kind: str, *by: str) -> None:
        self.kind = kind
        self._objects: dict[str, StripeObject] = {}
        self._order: list[str] = []
        self._positions: dict[str, int] = {}
        self._indexes: dict[str, dict[str, list[str]]] = {field: {} for field in by}

    def __len__(self) -> int:
        return len(self._order)

    def __iter__(self) -> Iterator[StripeObject]:
        return iter(self._objects.values())

    def add(self, stripe_object: StripeObject) -> StripeObject:
        """Adds a new object."""
        identity = stripe_object["id"]
        self._objects[identity] = stripe_object
        self._positions[identity] = len(self._order)
        self._order.append(identity)
        self.reindex(stripe_object)
        return stripe_object

    def reindex(self, stripe_object: StripeObject) -> None:
        """Indexes the object; call it again after an indexed field changed."""
        for field, index in self._indexes.items():
            target = stripe_object.get(field)
            if target is not None:
                ids = index.setdefault(target, [])
                if stripe_object["id"] not in ids:
                    ids.append(stripe_object["id"])

    def get(self, identity: str | None) -> StripeObject | None:
        """Returns the object, or None."""
        return self._objects.get(identity) if identity is not None else None

    def find(self, identity: str, param: str = "id") -> StripeObject:
        """Returns the object; an unknown id raises Stripe's resource_missing."""
        stripe_object = self._objects.get(identity)
        if stripe_object is None:
            raise missing(self.kind, identity, param)
        return stripe_object

    def where(self, field: str, target: str) -> list[StripeObject]:
        """Returns the objects whose `field` is `target`, oldest first."""
        ids = sorted(self._indexes[field].get(target, ()), key=self._positions.__getitem__)
        return [
            stripe_object for stripe_object in map(self._objects.__getitem__, ids) if stripe_object.get(field) == target
        ]

    def page(
        self, request: ApiRequest, url: str, matches: Callable[[StripeObject], bool] | None = None
    ) -> StripeObject:
        """Returns one page, newest first, by the request's limit, cursors, creation range and filters."""
        limit, after, before = _bounds(request)
        filters = {field: request.params[field] for field in self._indexes if request.params.get(field) is not None}
        ids = self._candidates(filters)
        created: Mapping[str, int] | None = request.params.get("created")

        def fits(identity: str) -> bool:
            stripe_object = self._objects[identity]
            return (
                all(stripe_object.get(field) == target for field, target in filters.items())
                and (created is None or _within(stripe_object["created"], created))
                and (matches is None or matches(stripe_object))
            )

        if before is not None:
            position = self._cursor(before, "ending_before")
            newer = (each for each in ids if self._positions[each] > position and fits(each))
            found = _take(newer, limit + 1)
            chosen = found[:limit][::-1]
        else:
            position = len(self._order) if after is None else self._cursor(after, "starting_after")
            older = (each for each in reversed(ids) if self._positions[each] < position and fits(each))
            found = _take(older, limit + 1)
            chosen = found[:limit]
        return list_object([self._objects[each] for each in chosen], url, has_more=len(found) > limit)

    def _candidates(self, filters: Mapping[str, Any]) -> list[str]:
        if not filters:
            return self._order
        narrowest = min((self._indexes[field].get(target, []) for field, target in filters.items()), key=len)
        return sorted(narrowest, key=self._positions.__getitem__)

    def _cursor(self, identity: str, param: str) -> int:
        if identity not in self._positions:
            raise missing(self.kind, identity, param)
        return self._positions[identity]


def list_object(stripe_objects: list[StripeObject], url: str, *, has_more: bool = False) -> StripeObject:
    """Returns a list envelope."""
    return {"object": "list", "data": stripe_objects, "has_more": has_more, "url": url}


def _bounds(request: ApiRequest) -> tuple[int, str | None, str | None]:
    limit = request.params.get("limit", DEFAULT_LIMIT)
    if not 1 <= limit <= MAX_LIMIT:
        word = "greater than or equal to 1" if limit < 1 else f"less than or equal to {MAX_LIMIT}"
        raise malformed(f"This value must be {word}.", "limit", "parameter_invalid_integer")
    after, before = request.params.get("starting_after"), request.params.get("ending_before")
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
