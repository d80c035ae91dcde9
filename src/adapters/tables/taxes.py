"""The tax on a cart: one rate for a country, or one for each of its states."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

import msgspec

from domain.catalog.pricing import Tax
from domain.money.money import Money


class CountryTax(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A country's rate, which also holds for a state that is not named; states by their codes."""

    rate: Decimal
    states: dict[str, Decimal] = {}

    def __post_init__(self) -> None:
        if any(not 0 <= rate < 1 for rate in (self.rate, *self.states.values())):
            raise ValueError("a rate must be a fraction of at least 0 and below 1, such as 0.19")


class TaxTable(msgspec.Struct, rename="camel", frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The rates of each country; a country that is not named is untaxed."""

    prices_include_tax: bool = False
    countries: dict[str, CountryTax]


@dataclass(frozen=True, slots=True)
class TableTaxes:
    """Keeps the port `Taxes`."""

    table: TaxTable

    def due(self, country: str, state: str | None, taxable: Money) -> Tax:
        known = self.table.countries.get(country)
        if known is None:
            included = self.table.prices_include_tax
            return Tax(amount=0, rate="0", jurisdiction=country, included=included)
        rate, jurisdiction = known.rate, country
        if state in known.states:
            rate, jurisdiction = known.states[state], f"{country}-{state}"
        included = self.table.prices_include_tax
        exact = taxable.amount - taxable.amount / (1 + rate) if included else rate * taxable.amount
        amount = taxable.currency.rounded(exact)
        return Tax(amount=amount, rate=str(rate), jurisdiction=jurisdiction, included=included)


UNTAXED: Final = TaxTable(countries={})
"""The table of a shop that charges no tax."""
