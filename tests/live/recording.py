"""Records every exchange with Stripe: its step, its route, its status, its error, and the shape of its body."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import msgspec
import stripe

from adapters.stripe.sdk.transport import Transport

ERROR_FIELDS = ("type", "code", "decline_code", "param")
WORDS = frozenset(
    (
        "object status reason type code decline_code currency capture_method confirmation_method cancellation_reason"
        " setup_future_usage network_status risk_level brand funding country pending_reason failure_reason category"
    ).split()
)
"""Fields whose values are words of Stripe's, which must be the same, and not ids, amounts or times."""
_ID = re.compile(r"[a-z]{2,5}_[A-Za-z0-9_]{8,}|till_doctor\w*")


@dataclass(slots=True)
class Recorded:
    """All exchanges of one step with one route: the statuses, the errors, and by path the types or words found."""

    statuses: set[int] = field(default_factory=set)
    errors: set[tuple[str, ...]] = field(default_factory=set)
    shape: dict[str, set[str]] = field(default_factory=dict)


Recording = dict[tuple[str, str], Recorded]
"""By step and by method with route."""


class RecordingTransport(stripe.HTTPClient):
    """A transport that records what passes through another."""

    name = "recording"

    def __init__(self, inner: Transport) -> None:
        super().__init__()
        self._inner = inner
        self._step = "start"
        self.recording: Recording = {}

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Records what happens inside under this name."""
        before, self._step = self._step, name
        try:
            yield
        finally:
            self._step = before

    async def request_async(
        self, method: str, url: str, headers: Mapping[str, str], post_data: Any = None
    ) -> tuple[Any, int, Mapping[str, str]]:
        body, status, received = await self._inner.request_async(method, url, headers, post_data)
        recorded = self.recording.setdefault((self._step, f"{method.upper()} {route_of(url)}"), Recorded())
        recorded.statuses.add(status)
        _record(recorded, msgspec.json.decode(body))
        return body, status, received

    async def close_async(self) -> None:
        await self._inner.close_async()


def route_of(url: str) -> str:
    """The path of a URL with {id} for every id."""
    path = "/" + url.partition("?")[0].split("/", 3)[3]
    return "/".join("{id}" if _ID.fullmatch(part) else part for part in path.split("/"))


def _record(recorded: Recorded, body: Any) -> None:
    error = body.get("error") if isinstance(body, dict) else None
    if isinstance(error, dict):
        recorded.errors.add(tuple(str(error.get(name) or "-") for name in ERROR_FIELDS))
        return
    _walk(recorded.shape, "", body)


def _walk(shape: dict[str, set[str]], path: str, value: Any) -> None:
    name = path.rpartition(".")[2]
    if isinstance(value, dict):
        shape.setdefault(path, set()).add("object")
        # What a caller puts into metadata is its own.
        for key, inner in value.items() if name != "metadata" else ():
            _walk(shape, f"{path}.{key}" if path else key, inner)
    elif isinstance(value, list):
        shape.setdefault(path, set()).add("list")
        for inner in value:
            _walk(shape, f"{path}[]", inner)
    elif isinstance(value, str) and name in WORDS:
        shape.setdefault(path, set()).add(repr(value))
    else:
        shape.setdefault(path, set()).add("null" if value is None else type(value).__name__)
