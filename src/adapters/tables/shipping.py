"""What sending goods costs: a flat price at home or abroad, nothing from some subtotal on."""

from collections.abc import Sequence
from decimal import Decimal

import msgspec

from adapters.tables.packed import packed
from domain.money.money import Money


class FlatRate(msgspec.Struct, rename="camel", frozen=True, kw_only=True):
    """Prices in minor units of one currency."""

    home: int
    abroad: int
    free_from: int


class Share(msgspec.Struct, frozen=True, kw_only=True):
    """Prices as fractions of the subtotal, for currencies without prices of their own."""

    home: Decimal
    abroad: Decimal


class ShippingTable(msgspec.Struct, frozen=True, kw_only=True):
    """Where goods are sent, the shop's own country first, and what it costs."""

    countries: tuple[str, ...]
    currencies: dict[str, FlatRate]
    otherwise: Share


class TableShipping:
    """Keeps the port `Shipping`."""

    def __init__(self, table: ShippingTable | None = None) -> None:
        self._table = table or packed("shipping.json", ShippingTable)

    def countries(self) -> Sequence[str]:
        return self._table.countries

    def cost(self, country: str, subtotal: Money) -> int:
        at_home = country == self._table.countries[0]
        flat = self._table.currencies.get(subtotal.currency.code)
        if flat is None:
            share = self._table.otherwise.home if at_home else self._table.otherwise.abroad
            return subtotal.currency.rounded(share * subtotal.amount)
        if subtotal.amount >= flat.free_from:
            return 0
        return subtotal.currency.rounded(Decimal(flat.home if at_home else flat.abroad))
