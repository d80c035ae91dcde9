"""What the ports `Catalog` and `CatalogImport` promise."""

from __future__ import annotations

from tests.builders import product
from tests.contracts.stores.stores import Stores


class CatalogSuite:
    async def test_an_empty_shop_sells_nothing(self, stores: Stores) -> None:
        assert list(await stores.catalog.products()) == []

    async def test_products_come_by_sku_with_inactive_ones_among_them(self, stores: Stores) -> None:
        pot, tea = product("pot", {"usd": 4999}, active=False, image_url=None), product("tea")
        assert await stores.catalog_import.put(tea)
        assert await stores.catalog_import.put(pot)
        assert list(await stores.catalog.products()) == [pot, tea]

    async def test_the_same_product_again_changes_nothing(self, stores: Stores) -> None:
        assert await stores.catalog_import.put(product())
        assert not await stores.catalog_import.put(product())

    async def test_a_changed_product_takes_the_place_of_the_old_one(self, stores: Stores) -> None:
        await stores.catalog_import.put(product())
        dearer = product(prices={"usd": 1399, "kwd": 1240})
        assert await stores.catalog_import.put(dearer)
        assert list(await stores.catalog.products()) == [dearer]
