"""The account's webhook endpoints: where Stripe sends events, which types, and in which version."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from msgspec import Struct

from adapters.stripe.reading.event_types import NEEDED
from adapters.stripe.reading.shapes import Identified
from adapters.stripe.sdk.calls import StripeCalls
from adapters.stripe.sdk.form import encoded
from adapters.stripe.sdk.version import API_VERSION

OLDEST_READABLE_VERSION: Final = "2022-11-15"
"""Events of older endpoints have other shapes."""
_PATH: Final = "/v1/webhook_endpoints"


class WebhookEndpoint(Identified, frozen=True, kw_only=True):
    """A webhook endpoint; `api_version` is None where the account's default version applies."""

    url: str
    status: str
    enabled_events: list[str]
    api_version: str | None = None

    @property
    def missing_events(self) -> Sequence[str]:
        """The event types that Till needs and Stripe does not send to this endpoint."""
        if "*" in self.enabled_events:
            return ()
        return tuple(sorted(set(NEEDED) - set(self.enabled_events)))

    @property
    def is_readable(self) -> bool:
        """Whether Till reads events of its version."""
        return self.api_version is None or self.api_version >= OLDEST_READABLE_VERSION


class CreatedEndpoint(Identified, frozen=True, kw_only=True):
    """A new endpoint with its signing secret, which Stripe shows this once."""

    secret: str

    def __repr__(self) -> str:
        """Returns a text without the secret."""
        return f"CreatedEndpoint({self.id})"


class _Destination(Struct, frozen=True, kw_only=True):
    url: str | None = None


class EventDestination(Struct, frozen=True, kw_only=True):
    """A destination of Stripe's newer kind, which may send thin events: an id without the object."""

    id: str
    status: str
    event_payload: Literal["snapshot", "thin"]
    webhook_endpoint: _Destination | None = None

    def sends_thin_events_to(self, url: str) -> bool:
        """Whether it is enabled and sends thin events there."""
        destination = self.webhook_endpoint
        is_thin = self.status == "enabled" and self.event_payload == "thin"
        return is_thin and destination is not None and (destination.url or "").rstrip("/") == url


class _Destinations(Struct, frozen=True):
    data: list[EventDestination]


@dataclass(frozen=True, slots=True, kw_only=True)
class StripeWebhookEndpoints:
    """The endpoints of the account. Raises as every call does."""

    calls: StripeCalls

    async def all(self) -> Sequence[WebhookEndpoint]:
        """Returns every endpoint of the account."""
        return [endpoint async for endpoint in self.calls.pages(WebhookEndpoint, _PATH)]

    async def destinations(self) -> Sequence[EventDestination]:
        """Returns the first hundred event destinations, their URLs included."""
        query = {"include[0]": "webhook_endpoint.url", "limit": "100"}
        return (await self.calls.get(_Destinations, "/v2/core/event_destinations", query)).data

    async def create(self, url: str) -> CreatedEndpoint:
        """Creates an endpoint that is sent what Till needs, in the version that Till speaks."""
        form = (("url", url), ("api_version", API_VERSION), ("description", "Till"), *_events(NEEDED))
        return await self.calls.post(CreatedEndpoint, _PATH, encoded(form))

    async def update(
        self,
        endpoint: WebhookEndpoint,
        *,
        url: str | None = None,
        enabled: bool | None = None,
        add_events: bool = False,
    ) -> WebhookEndpoint:
        """Changes what is given; `add_events` adds the missing event types to those that it has."""
        disabled = None if enabled is None else str(not enabled).lower()
        events = (*endpoint.enabled_events, *endpoint.missing_events) if add_events else ()
        form = (("url", url), ("disabled", disabled), *_events(events))
        return await self.calls.post(WebhookEndpoint, f"{_PATH}/{endpoint.id}", encoded(form))


def _events(names: Sequence[str]) -> list[tuple[str, str]]:
    return [(f"enabled_events[{number}]", name) for number, name in enumerate(names)]
