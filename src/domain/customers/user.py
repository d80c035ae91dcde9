"""Who buys, as far as Till must know."""

from dataclasses import dataclass

from domain.identifiers.types import CustomerId, UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """A shopper; `id` is the token's subject.

    `generation` counts the Stripe customers that the user had, so that the idempotency key of a new one can never
    replay the creation of a deleted one.
    """

    id: UserId
    email: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    customer_id: CustomerId | None = None
    generation: int = 0
