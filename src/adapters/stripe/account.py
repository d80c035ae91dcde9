"""The account itself: whether it answers, and what it could not deliver."""

from collections.abc import Sequence
from dataclasses import dataclass

from msgspec import Struct

from adapters.stripe.reading.event_types import NEEDED
from adapters.stripe.sdk.calls import StripeCalls


class _AnyPage(Struct, frozen=True):
    """A page whose content doesn't matter."""

    object: str


class _TypedEvent(Struct, frozen=True):
    type: str


class _Events(Struct, frozen=True):
    data: list[_TypedEvent]


class _Wallet(Struct, frozen=True):
    status: str


class WalletDomain(Struct, frozen=True, kw_only=True):
    """A domain that wallets may be shown on."""

    enabled: bool
    apple_pay: _Wallet | None = None
    google_pay: _Wallet | None = None

    @property
    def shows_wallets(self) -> bool:
        """Whether Apple Pay and Google Pay are both active on it."""
        wallets = (self.apple_pay, self.google_pay)
        return self.enabled and all(wallet is not None and wallet.status == "active" for wallet in wallets)


class _WalletDomains(Struct, frozen=True):
    data: list[WalletDomain]


@dataclass(frozen=True, slots=True, kw_only=True)
class StripeAccount:
    """The account of our key. Raises as every call does: `KeyRefused`, `NotExecuted`, `OutcomeUnknown`, `Refused`."""

    calls: StripeCalls

    async def ping(self) -> None:
        """Raises unless Stripe answers and accepts our key; the cheapest call that every key of Till's may make."""
        await self.calls.get(_AnyPage, "/v1/payment_intents", {"limit": "1"})

    async def undelivered_types(self) -> Sequence[str]:
        """Returns the types among Till's of the last hundred events that Stripe could not deliver."""
        page = await self.calls.get(_Events, "/v1/events", {"delivery_success": "false", "limit": "100"})
        return sorted({event.type for event in page.data} & set(NEEDED))

    async def wallet_domain(self, host: str) -> WalletDomain | None:
        """Returns how the account has registered the host for wallets, or None where it has not."""
        page = await self.calls.get(_WalletDomains, "/v1/payment_method_domains", {"domain_name": host})
        return page.data[0] if page.data else None
