"""The products in memory."""

from collections.abc import Iterable, Sequence

from adapters.in_memory.stores.store_faults import StoreFaults
from domain.catalog.product import Product
from domain.identifiers.types import Sku


class InMemoryCatalog:
    """Keeps the ports `Catalog` and `CatalogImport`."""

    def __init__(self, products: Iterable[Product] = (), faults: StoreFaults | None = None) -> None:
        self.faults = faults or StoreFaults()
        self._products: dict[Sku, Product] = {product.sku: product for product in products}

    async def products(self) -> Sequence[Product]:
        async with self.faults.call():
            return tuple(product for _, product in sorted(self._products.items()))

    async def put(self, product: Product) -> bool:
        async with self.faults.call():
            changed = self._products.get(product.sku) != product
            self._products[product.sku] = product
        return changed
