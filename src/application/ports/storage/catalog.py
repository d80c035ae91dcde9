"""What is sold."""

from collections.abc import Sequence
from typing import Protocol

from domain.catalog.product import Product


class Catalog(Protocol):
    """The products."""

    async def products(self) -> Sequence[Product]:
        """All products by SKU, inactive ones included, at most some seconds old. Raises `StoreUnavailable`."""


class CatalogImport(Protocol):
    """Filling the catalog."""

    async def put(self, product: Product) -> bool:
        """Store a product by its SKU; answers whether that changed anything. Raises `StoreUnavailable`."""
