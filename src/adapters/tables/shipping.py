"""The price of shipping: flat at home or abroad, nothing from some subtotal on."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

import msgspec

from domain.money.money import Money

_Price = Annotated[int, msgspec.Meta(ge=0)]


class FlatRate(msgspec.Struct, rename="camel", frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Prices in minor units of one currency; without `free_from` shipping always costs."""

    home: _Price
    abroad: _Price
    free_from: _Price | None = None


class Share(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Prices as fractions of the subtotal, for currencies without prices of their own."""

    home: Decimal
    abroad: Decimal

    def __post_init__(self) -> None:
        if not (0 <= self.home < 1 and 0 <= self.abroad < 1):
            raise ValueError("a share must be at least 0 and below 1")


class ShippingTable(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The countries to which the shop ships, its own first, and the prices."""

    countries: Annotated[tuple[str, ...], msgspec.Meta(min_length=1)]
    currencies: dict[str, FlatRate] = {}
    otherwise: Share


@dataclass(frozen=True, slots=True)
class TableShipping:
    """Keeps the port `Shipping`."""

    table: ShippingTable

    def countries(self) -> Sequence[str]:
        return self.table.countries

    def cost(self, country: str, subtotal: Money) -> int:
        at_home = country == self.table.countries[0]
        flat = self.table.currencies.get(subtotal.currency.code)
        if flat is None:
            share = self.table.otherwise.home if at_home else self.table.otherwise.abroad
            return subtotal.currency.rounded(share * subtotal.amount)
        if flat.free_from is not None and subtotal.amount >= flat.free_from:
            return 0
        return subtotal.currency.rounded(Decimal(flat.home if at_home else flat.abroad))


def free_shipping(countries: Sequence[str]) -> ShippingTable:
    """Returns the table of a shop that ships to these countries and charges nothing for it."""
    return ShippingTable(countries=tuple(countries), otherwise=Share(home=Decimal(0), abroad=Decimal(0)))
