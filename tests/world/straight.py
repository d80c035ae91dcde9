"""Calls to the model of Stripe without the SDK's long way there, for those who make hundreds of thousands of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple, cast
from urllib.parse import quote_plus

import msgspec
import stripe

from adapters.stripe.sdk.calls import StripeCalls
from adapters.stripe.sdk.client import ignored
from adapters.stripe.sdk.in_process import InProcessClient
from adapters.stripe.sdk.version import API_VERSION


class Body(NamedTuple):
    """Of the SDK's answer what the adapter reads."""

    body: str


@lru_cache(maxsize=4096)
def _spelt(text: str) -> str:
    return quote_plus(text, safe="[]")


@dataclass(frozen=True, slots=True)
class StraightClient:
    """Sends what `stripe.StripeClient.raw_request_async` sends for our calls, and raises what it raises.

    Left out is what only the network or Stripe's statistics ask for, and the key which the SDK makes up for a call that
    has none: nobody ever sends it a second time.
    """

    secret_key: str
    transport: InProcessClient
    api_base: str

    async def raw_request_async(self, method: str, path: str, **given: str) -> Body:
        """One call. Raises `stripe.StripeError`."""
        headers = {"Authorization": f"Bearer {self.secret_key}", "Stripe-Version": API_VERSION}
        key = given.pop("idempotency_key", None)
        if key is not None:
            headers["Idempotency-Key"] = key
        form = "&".join(f"{_spelt(name)}={_spelt(value)}" for name, value in given.items())
        if method == "post":
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            found = await self.transport.request_async(method, self.api_base + path, headers, form)
        else:
            url = f"{self.api_base}{path}?{form}" if form else self.api_base + path
            found = await self.transport.request_async(method, url, headers)
        return _answered(*found)


def _answered(body: bytes, status: int, headers: Mapping[str, str]) -> Body:
    try:
        text = body.decode()
        msgspec.json.decode(body)
    except ValueError:
        raise _error(body, status, headers) from None
    if 200 <= status < 300:
        return Body(text)
    raise _error(body, status, headers)


def _error(body: bytes, status: int, headers: Mapping[str, str]) -> stripe.APIError:
    lowered = {name.lower(): value for name, value in headers.items()}
    return stripe.APIError(f"status {status}", body, status, None, lowered)


def straight_calls(secret_key: str, transport: InProcessClient, *, api_base: str) -> StripeCalls:
    """What `adapters.stripe.sdk.client.stripe_calls` makes, on the short way."""
    client: Any = StraightClient(secret_key, transport, api_base)
    return StripeCalls(cast(stripe.StripeClient, client), transport, ignored)
