"""The digest of an order's state as it is stored, by which each entry of the history vouches for the document."""

import hashlib
from typing import Any

import bson

from adapters.mongodb.driver.connection import Document

_NOT_STATE = frozenset({"history", "head", "version", "outbox", "attention", "watchedUntil", "changedAt"})
"""What is chained by itself, or what workers write without changing the order."""

_CONTAINERS = (dict, list)


def state_digest(document: Document) -> str:
    """Returns the SHA-256 of all that a save wrote, in whatever order the fields are stored.

    It covers the document and not the domain's order, so that fields which another version added are covered too.
    """
    state = {name: value for name, value in document.items() if name not in _NOT_STATE}
    return hashlib.sha256(bson.encode(_sorted(state))).hexdigest()


def _sorted(value: Any) -> Any:
    # Most values are scalars, and this runs at each save: a call is spent on containers alone.
    if isinstance(value, dict):
        return {
            name: _sorted(inner) if isinstance(inner := value[name], _CONTAINERS) else inner for name in sorted(value)
        }
    if isinstance(value, list):
        return [_sorted(each) if isinstance(each, _CONTAINERS) else each for each in value]
    return value
