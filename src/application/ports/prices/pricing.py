"""What a cart costs."""

from typing import Protocol, TypeVar

from domain.catalog.pricing import PricedCart

Cart_contra = TypeVar("Cart_contra", contravariant=True)


class Pricing(Protocol[Cart_contra]):
    """A way to price a cart: from the catalog with its tables, or as the shop's own server priced it.

    Whatever follows the price is the same for both.
    """

    async def __call__(self, cart: Cart_contra) -> PricedCart:
        """The cart with its prices. Raises `CartRefused`, and what else breaks a rule of that way."""
