"""The account itself: whether it answers, and which endpoints it sends events to."""

from collections.abc import Sequence
from dataclasses import dataclass

from msgspec import Struct

from adapters.stripe.reading.event_types import NEEDED
from adapters.stripe.reading.shapes import Identified
from adapters.stripe.sdk.calls import StripeCalls


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


class _AnyPage(Struct, frozen=True):
    """A page whose content doesn't matter."""

    object: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StripeAccount:
    """The account of our key. Raises as every call does: `KeyRefused`, `NotExecuted`, `OutcomeUnknown`, `Refused`."""

    calls: StripeCalls

    async def ping(self) -> None:
        """Raises unless Stripe answers and accepts our key; the cheapest call that every key of Till's may make."""
        await self.calls.get(_AnyPage, "/v1/payment_intents", {"limit": "1"})

    async def webhook_endpoints(self) -> Sequence[WebhookEndpoint]:
        """Returns every endpoint of the account."""
        return [endpoint async for endpoint in self.calls.pages(WebhookEndpoint, "/v1/webhook_endpoints")]
