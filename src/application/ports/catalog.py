"""What is sold and what shipping and tax cost."""

from collections.abc import Sequence
from typing import Protocol

from domain.catalog import Product
from domain.money import Money
from domain.pricing import Tax


class Catalog(Protocol):
    """The products."""

    async def products(self) -> Sequence[Product]:
        """All products by SKU, inactive ones included, at most some seconds old. Raises `StoreUnavailable`."""


class CatalogImport(Protocol):
    """Filling the catalogue."""

    async def put(self, product: Product) -> bool:
        """Store a product by its SKU; answers whether that changed anything. Raises `StoreUnavailable`."""


class Shipping(Protocol):
    """What sending goods costs."""

    def countries(self) -> Sequence[str]:
        """ISO 3166-1 codes of where goods are sent, the shop's own country first."""

    def cost(self, country: str, subtotal: Money) -> int:
        """Minor units of the subtotal's currency, a multiple of its step."""


class Taxes(Protocol):
    """What tax is due."""

    def due(self, country: str, state: str | None, taxable: Money) -> Tax:
        """The tax on goods and shipping, rounded to the currency's step, with its rate and jurisdiction."""
