"""Metadata: the caller's own short strings on an object, with Stripe's limits and merging."""

from collections.abc import Mapping
from typing import Any

from stripe_stand_in.model.api.errors import ApiError, malformed

MAX_KEYS, MAX_KEY, MAX_VALUE = 50, 40, 500


class Metadata:
    """A map of short strings: an empty value deletes its key and is read as None, an empty map clears all."""

    def read(self, value: Any, name: str) -> dict[str, str | None] | None:
        if value == "":
            return None
        if not isinstance(value, dict):
            raise malformed("Invalid object", name)
        read: dict[str, str | None] = {}
        for key, text in value.items():
            inside = f"{name}[{key}]"
            if not key or len(key) > MAX_KEY or "[" in key or "]" in key:
                raise malformed(f"Metadata keys can have up to {MAX_KEY} characters and no brackets: {key[:64]}", name)
            if not isinstance(text, str):
                raise malformed(f"Invalid metadata value for '{key}': metadata values must be strings.", inside)
            if len(text) > MAX_VALUE:
                raise malformed(
                    f"Metadata values can have up to {MAX_VALUE} characters, but you passed in a value that is "
                    f"{len(text)} characters. Invalid value: {text[:20]}...",
                    inside,
                )
            read[key] = text or None
        if len(read) > MAX_KEYS:
            raise too_many_keys(len(read))
        return read


def too_many_keys(count: int) -> ApiError:
    """Returns the error for metadata with more keys than Stripe keeps."""
    return malformed(f"Metadata can only have {MAX_KEYS} keys, but this would hold {count}.", "metadata")


def merged(metadata: dict[str, str], changes: Mapping[str, str | None] | None) -> dict[str, str]:
    """Returns the metadata after an update: merged key by key, cleared by None."""
    if changes is None:
        return {}
    after = {**metadata, **changes}
    kept = {key: value for key, value in after.items() if value is not None}
    if len(kept) > MAX_KEYS:
        raise too_many_keys(len(kept))
    return kept
