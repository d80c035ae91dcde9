"""The products in MongoDB."""

import asyncio
from collections.abc import Sequence

from adapters.mongodb.documents.product import from_document, to_document
from adapters.mongodb.driver.connection import Database
from adapters.mongodb.driver.failures import AlreadyStored, answered
from adapters.mongodb.driver.reads import find, find_one
from domain.catalog.product import Product

FRESH_FOR = 5.0
"""Seconds for which every process prices from what it last read; a changed price is in force everywhere after them."""


class MongoCatalog:
    """Keeps the port `Catalog`, reading all products at most every `fresh_for` seconds."""

    def __init__(self, database: Database, fresh_for: float = FRESH_FOR) -> None:
        self._products = database["products"]
        self._fresh_for = fresh_for
        self._known: tuple[Product, ...] = ()
        self._fresh_until: float | None = None

    async def products(self) -> Sequence[Product]:
        asked_at = asyncio.get_running_loop().time()
        if self._fresh_until is None or asked_at >= self._fresh_until:
            documents = await answered(find(self._products, {}).sort("_id", 1).to_list(None))
            self._known = tuple(map(from_document, documents))
            self._fresh_until = asked_at + self._fresh_for
        return self._known


class MongoCatalogImport:
    """Keeps the port `CatalogImport`."""

    def __init__(self, database: Database) -> None:
        self._products = database["products"]

    async def put(self, product: Product) -> bool:
        document = to_document(product)
        stored = await find_one(self._products, {"_id": product.sku})
        if stored is None:
            try:
                await answered(self._products.insert_one(document))
            except AlreadyStored:
                await answered(self._products.replace_one({"_id": product.sku}, document))
            return True
        if from_document(stored) == product:
            return False
        await answered(self._products.replace_one({"_id": product.sku}, document))
        return True
