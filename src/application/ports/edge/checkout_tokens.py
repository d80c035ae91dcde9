"""Tokens that open one order."""

from datetime import datetime
from typing import Protocol

from domain.identifiers.types import OrderId, UserId


class CheckoutTokens(Protocol):
    """Issues bearer tokens for one order each; the API's own `TokenVerifier` accepts them."""

    def issue(self, order_id: OrderId, user_id: UserId, expires_at: datetime) -> str:
        """The token of an order: the same for the same arguments."""
