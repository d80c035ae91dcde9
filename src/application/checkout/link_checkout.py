"""The payment link of an order that the shop priced."""

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from application.ports.edge.checkout_tokens import CheckoutTokens
from domain.orders.order import Order

OPENS_FOR = timedelta(days=30)
"""How long the link shows the order after it can no longer be paid, so that the shopper finds the receipt again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckoutLink:
    """A bearer token for one order alone, and the checkout page's address with both; for its shopper's eyes only."""

    token: str
    url: str

    def __repr__(self) -> str:
        """Without the token."""
        return "CheckoutLink()"


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkCheckout:
    """Makes an order's link, which is always the same; the token is in the fragment, which no server is sent."""

    tokens: CheckoutTokens
    public_url: str

    def __call__(self, order: Order) -> CheckoutLink:
        """The link of an order."""
        token = self.tokens.issue(order.id, order.user_id, order.expires_at + OPENS_FOR)
        return CheckoutLink(token=token, url=f"{self.public_url}/#{urlencode({'token': token, 'order': order.id})}")
