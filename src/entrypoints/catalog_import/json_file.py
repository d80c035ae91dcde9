"""Reads products from a file; every fault is named with its place."""

import json
from typing import Any

import msgspec

from domain.catalog.product import Price, Product
from domain.errors.rule import RuleBroken
from domain.identifiers.types import Sku
from domain.money.currency import currency_of
from domain.money.money import Money
from domain.text.characters import has_control_characters
from entrypoints.catalog_import.csv_file import csv_rows


class CatalogFault(Exception):
    """The file can't be imported; `faults` names every fault."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


class ProductRow(msgspec.Struct, rename="camel", forbid_unknown_fields=True, kw_only=True):
    """A product as the file spells it; prices in Stripe's minor unit by lower-case currency code."""

    sku: str
    name: str
    description: str = ""
    image_url: str | None = None
    prices: dict[str, int]
    max_quantity: int = 99
    active: bool = True


def read_catalog(name: str, content: str) -> tuple[Product, ...]:
    """Returns the products of a JSON list or of a CSV. Raises `CatalogFault`."""
    rows, faults = csv_rows(content) if name.lower().endswith(".csv") else (_json_rows(content), [])
    if faults:
        raise CatalogFault(faults)
    products: dict[str, Product] = {}
    for place, row in rows:
        try:
            product = _product(msgspec.convert(row, ProductRow))
        except (msgspec.ValidationError, RuleBroken, ValueError) as wrong:
            faults.append(f"{place}: {wrong}")
            continue
        if product.sku in products:
            faults.append(f"{place}: the SKU {product.sku} appears twice")
        products[product.sku] = product
    if faults:
        raise CatalogFault(faults)
    return tuple(products.values())


def _product(row: ProductRow) -> Product:
    if not row.sku or row.sku != row.sku.strip() or len(row.sku) > 64 or not row.sku.isprintable():
        raise ValueError("a SKU is 1 to 64 printable characters without blanks at its ends")
    if not row.name.strip() or len(row.name) > 200 or not row.name.isprintable():
        raise ValueError("a name is 1 to 200 printable characters")
    if len(row.description) > 5_000 or has_control_characters(row.description.replace("\n", "")):
        raise ValueError("a description is at most 5000 characters, none of them a control character")
    if row.image_url is not None and (len(row.image_url) > 2_048 or not row.image_url.isprintable()):
        raise ValueError("an imageUrl is at most 2048 printable characters")
    if not row.prices:
        raise ValueError("prices: at least one is needed")
    if not 1 <= row.max_quantity <= 10_000:
        raise ValueError("maxQuantity is 1 to 10000")
    prices = []
    for code, amount in sorted(row.prices.items()):
        Money(amount=amount, currency=currency_of(code)).payable()
        prices.append(Price(currency=code, amount=amount))
    return Product(
        sku=Sku(row.sku),
        name=row.name,
        description=row.description,
        image_url=row.image_url,
        prices=tuple(prices),
        max_quantity=row.max_quantity,
        active=row.active,
    )


def _json_rows(content: str) -> list[tuple[str, Any]]:
    try:
        rows = json.loads(content)
    except (ValueError, RecursionError) as wrong:
        raise CatalogFault([f"not JSON: {wrong}"]) from None
    if not isinstance(rows, list):
        raise CatalogFault(["a JSON catalog is a list of products"])
    return [(f"product {place}", row) for place, row in enumerate(rows, start=1)]
