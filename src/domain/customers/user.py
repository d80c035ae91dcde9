"""Who buys, as far as Till must know."""

from dataclasses import dataclass, replace
from datetime import datetime

from domain.identifiers.types import CustomerId, UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """A shopper; `id` is the token's subject.

    `generation` counts the Stripe customers that the user had, so that the idempotency key of a new one can never
    replay the creation of a deleted one. `declines` are the moments at which the user's cards were declined lately, and
    at which attempts began that may yet be.
    """

    id: UserId
    email: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    customer_id: CustomerId | None = None
    generation: int = 0
    declines: tuple[datetime, ...] = ()

    def named_as(self, named: "User") -> "User":
        """Returns the user with another's address and name, as far as that one has them."""
        return replace(
            self,
            email=named.email or self.email,
            first_name=named.first_name or self.first_name,
            last_name=named.last_name or self.last_name,
        )

    def declines_since(self, moment: datetime) -> int:
        """Returns how many of the declines are no older than this."""
        return sum(at >= moment for at in self.declines)
