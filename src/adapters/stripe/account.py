"""The account itself: whether it can be reached, and which endpoints it sends events to."""

from collections.abc import Sequence
from dataclasses import dataclass

from msgspec import Struct

from adapters.stripe.reading.event_types import NEEDED
from adapters.stripe.reading.shapes import Identified
from adapters.stripe.sdk.calls import StripeCalls


class EndpointShape(Identified, frozen=True, kw_only=True):
    """A webhook endpoint. `api_version` None where the account's default applies, whatever that is."""

    url: str
    status: str
    enabled_events: list[str]
    api_version: str | None = None

    @property
    def untold(self) -> Sequence[str]:
        """The types of event that Till needs and this endpoint is not sent."""
        if "*" in self.enabled_events:
            return ()
        return tuple(sorted(set(NEEDED) - set(self.enabled_events)))


class _Anything(Struct, frozen=True):
    """A page whose content doesn't matter."""

    object: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StripeAccount:
    """The account of our key. Raises as every call does: `KeyRefused`, `NotExecuted`, `OutcomeUnknown`, `Refused`."""

    calls: StripeCalls

    async def ping(self) -> None:
        """Nothing, if Stripe answers and takes our key; the cheapest call that every key of Till's may make."""
        await self.calls.get(_Anything, "/v1/payment_intents", {"limit": "1"})

    async def webhook_endpoints(self) -> Sequence[EndpointShape]:
        """Every endpoint of the account, for comparing with what Till needs."""
        return [endpoint async for endpoint in self.calls.pages(EndpointShape, "/v1/webhook_endpoints")]
