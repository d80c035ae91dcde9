"""Take the prices that the shop's own server named."""

from dataclasses import dataclass

from domain.catalog.pricing import PricedCart
from domain.catalog.shop_prices import ShopCart, price_by_shop


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopPricing:
    """The port `Pricing` for a shop that prices its carts itself: its figures are held to their sum."""

    async def __call__(self, cart: ShopCart) -> PricedCart:
        """Raises `CartRefused`, `TotalMismatch` and `NothingToPay`."""
        return price_by_shop(cart)
