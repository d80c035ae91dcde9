"""The caller of a request, from the claims of a verified bearer token."""

from dataclasses import dataclass
from typing import Final, Protocol

from domain.identifiers.types import OrderId

ADMIN_ROLE: Final = "admin"
SHOP_ROLE: Final = "shop"
LONGEST_SUBJECT: Final = 255


@dataclass(frozen=True, slots=True, kw_only=True)
class Principal:
    """The caller. `subject` is the user's id: 1 to 255 characters, none of them a control character.

    `order_id` is the one order that the token opens, with nothing else; None for every other token.
    """

    subject: str
    email: str | None = None
    given_name: str | None = None
    family_name: str | None = None
    roles: tuple[str, ...] = ()
    order_id: OrderId | None = None

    @property
    def is_admin(self) -> bool:
        """Whether the caller may use the admin routes."""
        return ADMIN_ROLE in self.roles

    @property
    def reads_any_order(self) -> bool:
        """Whether the caller may read the orders of every user."""
        return ADMIN_ROLE in self.roles or SHOP_ROLE in self.roles


class TokenRefused(Exception):
    """The error for a token that is malformed, expired or not signed by a trusted issuer. The text is safe to show."""


class KeysUnreachable(Exception):
    """The error for a token that can't be verified because the issuer's keys can't be fetched."""


class TokenVerifier(Protocol):
    """Verifies a bearer token and returns its caller.

    Raises TokenRefused for an invalid token and KeysUnreachable for one that can't be verified now.
    """

    async def __call__(self, token: str) -> Principal: ...
