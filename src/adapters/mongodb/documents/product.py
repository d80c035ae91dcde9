"""The product's document."""

from typing import Any

import msgspec

from adapters.mongodb.documents.plain import from_plain, to_plain
from domain.catalog.product import Price, Product
from domain.identifiers.types import Sku
from domain.money.currency import currency_of


class ProductDocument(msgspec.Struct, rename="camel", kw_only=True):
    """A product by its SKU; `prices` in minor units by currency."""

    sku: str = msgspec.field(name="_id")
    name: str
    description: str = ""
    image_url: str | None = None
    prices: dict[str, int]
    max_quantity: int = 99
    active: bool = True


def to_document(product: Product) -> dict[str, Any]:
    """A product as it is stored; raises `UnknownCurrency`, so that only codes become names of fields."""
    return to_plain(
        ProductDocument(
            sku=product.sku,
            name=product.name,
            description=product.description,
            image_url=product.image_url,
            prices={currency_of(price.currency).code: price.amount for price in product.prices},
            max_quantity=product.max_quantity,
            active=product.active,
        )
    )


def from_document(document: dict[str, Any]) -> Product:
    """A product as the domain knows it."""
    stored = from_plain(document, ProductDocument)
    return Product(
        sku=Sku(stored.sku),
        name=stored.name,
        description=stored.description,
        image_url=stored.image_url,
        prices=tuple(Price(currency=code, amount=amount) for code, amount in stored.prices.items()),
        max_quantity=stored.max_quantity,
        active=stored.active,
    )
