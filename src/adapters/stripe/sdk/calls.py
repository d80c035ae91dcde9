"""One call to Stripe: sent through the SDK once, its answer read into a shape of ours, its failure named."""

import re
from collections.abc import AsyncIterator, Callable, Mapping
from typing import TypeVar

import msgspec
import stripe

from adapters.stripe.reading.shapes import Identified
from adapters.stripe.sdk.failures import ErrorBody, ErrorShape, Failure, meaning_of
from adapters.stripe.sdk.form import decoded
from adapters.stripe.sdk.transport import Transport
from application.ports.stripe.failures import KeyRefused, Missing, OutcomeUnknown

Shape = TypeVar("Shape")

_ID = re.compile(r"[A-Za-z0-9_-]{1,255}\Z")
_LARGEST_PAGE = "100"


class _Page(msgspec.Struct, frozen=True):
    data: list[msgspec.Raw]
    has_more: bool


def step(identifier: str) -> str:
    """An id as a step of a path. Raises `Missing` for what no id of Stripe's looks like, and so can't be found."""
    if not _ID.match(identifier):
        raise Missing("resource_missing")
    return identifier


class StripeCalls:
    """Calls to one account, each sent exactly once.

    Raises `NotExecuted`, `KeyRefused`, `OutcomeUnknown`, `StateConflict` and `Refused` (`Missing`, `CardRefused`).
    """

    def __init__(
        self, client: stripe.StripeClient, transport: Transport, on_refused_key: Callable[[KeyRefused], None]
    ) -> None:
        self._client = client
        self._transport = transport
        self._on_refused_key = on_refused_key

    async def close(self) -> None:
        """Close the connections, in the event loop that used them."""
        await self._transport.close_async()

    async def get(self, shape: type[Shape], path: str, query: Mapping[str, str] | None = None) -> Shape:
        """Read an object or a page."""
        return await self._call(shape, "get", path, query or {})

    async def post(self, shape: type[Shape], path: str, form: str = "", key: str | None = None) -> Shape:
        """Have something done: `form` is sent to the letter, under the idempotency key where one is given."""
        options = {"idempotency_key": key} if key else {}
        return await self._call(shape, "post", path, {**decoded(form), **options})

    async def pages(
        self, shape: type[Shape], path: str, query: Mapping[str, str] | None = None
    ) -> AsyncIterator[Shape]:
        """Everything in a list, newest first, over all its pages."""
        wanted = {**(query or {}), "limit": _LARGEST_PAGE}
        while True:
            page = await self.get(_Page, path, wanted)
            for item in page.data:
                yield _read(shape, item)
            if not page.has_more:
                return
            last = _read(Identified, page.data[-1]).id if page.data else None
            if last is None or last == wanted.get("starting_after"):
                raise OutcomeUnknown("Stripe's list does not end")
            wanted["starting_after"] = last

    async def _call(self, shape: type[Shape], method: str, path: str, parameters: Mapping[str, str]) -> Shape:
        try:
            answer = await self._client.raw_request_async(method, path, **parameters)
        except stripe.StripeError as failed:
            named = _named(failed)
            if isinstance(named, KeyRefused):
                self._on_refused_key(named)
            raise named from None
        except AttributeError:
            # The SDK stumbles over a body whose `error` is no object.
            raise OutcomeUnknown("Stripe's answer can't be read") from None
        return _read(shape, answer.body)


def _read(shape: type[Shape], text: str | msgspec.Raw) -> Shape:
    try:
        return msgspec.json.decode(text, type=shape)
    except (ValueError, RecursionError) as unreadable:
        raise OutcomeUnknown(f"Stripe's answer can't be read: {unreadable}") from None


def _named(failed: stripe.StripeError) -> Exception:
    if failed.http_status is None:
        return OutcomeUnknown("no answer from Stripe")
    try:
        error = msgspec.json.decode(failed.http_body or "", type=ErrorBody).error
    except (ValueError, RecursionError):
        error = ErrorShape()
    replayed = str((failed.headers or {}).get("idempotent-replayed", "")).lower() == "true"
    return meaning_of(Failure(failed.http_status, error, replayed))
