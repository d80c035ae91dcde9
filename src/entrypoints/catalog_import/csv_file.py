"""Reads a catalog from CSV: a row for each SKU and currency; every fault is named by line and column."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from domain.errors.rule import RuleBroken
from domain.money.currency import currency_of
from domain.money.money import Money

_REQUIRED: Final = ("sku", "name", "currency", "amount")
_PRODUCT_COLUMNS: Final = ("name", "description", "imageUrl", "maxQuantity", "active")
"""Given once, in any of a product's rows, or with the same value in several."""
_COLUMNS: Final = (*_REQUIRED, *_PRODUCT_COLUMNS[1:])
_ACTIVE: Final = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
_MAX_DIGITS: Final = 18
"""More than any price has; Python parses longer numbers slowly or not at all."""

Row = Mapping[str | None, Any]


@dataclass(slots=True)
class _Product:
    place: str
    values: dict[str, tuple[str, Any]] = field(default_factory=dict)
    prices: dict[str, tuple[str, int]] = field(default_factory=dict)

    def as_json(self, sku: str) -> dict[str, Any]:
        """Returns the product as a JSON catalog spells it, where a missing name is refused."""
        values = {column: value for column, (_, value) in self.values.items()}
        return {"sku": sku, "name": "", **values, "prices": {code: amount for code, (_, amount) in self.prices.items()}}


def csv_rows(content: str) -> tuple[list[tuple[str, Any]], list[str]]:
    """Returns the products, each with its place and as JSON spells it, and the faults of the table."""
    reader = csv.DictReader(io.StringIO(content, newline=""), strict=True)
    products: dict[str, _Product] = {}
    try:
        faults = _columns_at_fault(list(reader.fieldnames or ()))
        if not faults:
            for row in reader:
                place = f"line {reader.line_num}"
                faults += [f"{place}: {fault}" for fault in _read_row(row, place, products)]
    except csv.Error as wrong:
        return [], [f"after line {reader.line_num}: {wrong}"]
    return [(product.place, product.as_json(sku)) for sku, product in products.items()], faults


def _columns_at_fault(columns: list[str]) -> list[str]:
    faults = []
    if missing := sorted(set(_REQUIRED) - set(columns)):
        faults.append(f"the CSV lacks the columns: {', '.join(missing)}")
    if unknown := sorted(set(columns) - {*_COLUMNS, ""}):
        named = ", ".join(map(repr, unknown))
        faults.append(f"the CSV has unknown columns: {named}; there are {', '.join(_COLUMNS)}")
    if twice := sorted({column for column in columns if column and columns.count(column) > 1}):
        faults.append(f"the CSV has columns twice: {', '.join(twice)}")
    return faults


def _read_row(row: Row, place: str, products: dict[str, _Product]) -> list[str]:
    sku = row["sku"] or ""
    product = products.setdefault(sku, _Product(place))
    faults = []
    if any(row.get(None) or ()) or row.get(""):
        faults.append("a value stands in a column without a name")
    for column in _PRODUCT_COLUMNS:
        if not (cell := row.get(column)):
            continue
        try:
            value = _value(column, cell)
        except ValueError as wrong:
            faults.append(f"{column} {wrong}")
            continue
        first, known = product.values.setdefault(column, (place, value))
        if known != value:
            faults.append(f"{column} of {sku} differs from {first}")
    if fault := _add_price(row, place, product, sku):
        faults.append(fault)
    return faults


def _value(column: str, cell: str) -> str | int | bool:
    match column:
        case "active":
            known = _ACTIVE.get(cell.strip().lower())
            if known is None:
                raise ValueError(f"is yes or no, not {cell!r}")
            return known
        case "maxQuantity":
            return _whole_number(cell)
        case _:
            return cell


def _add_price(row: Row, place: str, product: _Product, sku: str) -> str | None:
    code = row["currency"] or ""
    try:
        amount = _whole_number(row["amount"] or "")
    except ValueError as wrong:
        return f"amount {wrong} in Stripe's minor unit"
    try:
        Money(amount=amount, currency=currency_of(code)).payable()
    except RuleBroken as wrong:
        return f"amount or currency: {wrong}"
    first, _ = product.prices.setdefault(code, (place, amount))
    return None if first == place else f"{sku} has a price in {code} already ({first})"


def _whole_number(cell: str) -> int:
    digits = cell.strip()
    if not (digits.isascii() and digits.isdigit() and len(digits) <= _MAX_DIGITS):
        raise ValueError(f"is a whole number, not {cell[:40]!r}")
    return int(digits)
