"""What the shop sells."""

from dataclasses import dataclass

from domain.identifiers.types import Sku


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """A unit price in Stripe's minor unit of a currency."""

    currency: str
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """A product with one price for each currency that it is sold in; `max_quantity` is for one order."""

    sku: Sku
    name: str
    description: str = ""
    image_url: str | None = None
    prices: tuple[Price, ...]
    max_quantity: int = 99
    active: bool = True

    def price_in(self, currency: str) -> int | None:
        """The unit price in minor units, or None where it isn't sold in that currency."""
        return next((price.amount for price in self.prices if price.currency == currency), None)
