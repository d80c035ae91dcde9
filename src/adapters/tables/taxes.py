"""What tax is due: one rate a country, or a state's own where the country has them."""

from decimal import Decimal

import msgspec

from adapters.tables.packed import packed
from domain.catalog.pricing import Tax
from domain.money.money import Money


class StateTax(msgspec.Struct, frozen=True, kw_only=True):
    """A state's rate, and its name as people write it."""

    name: str
    rate: Decimal


class CountryTax(msgspec.Struct, frozen=True, kw_only=True):
    """A country's rate, which also holds for a state that is not named."""

    rate: Decimal
    states: dict[str, StateTax] = {}


class TableTaxes:
    """Keeps the port `Taxes`; a country that the table lacks is untaxed."""

    def __init__(self, table: dict[str, CountryTax] | None = None) -> None:
        self._countries = packed("taxes.json", dict[str, CountryTax]) if table is None else table

    def due(self, country: str, state: str | None, taxable: Money) -> Tax:
        rate, jurisdiction = self._rate(country, state)
        return Tax(amount=taxable.currency.rounded(rate * taxable.amount), rate=str(rate), jurisdiction=jurisdiction)

    def _rate(self, country: str, state: str | None) -> tuple[Decimal, str]:
        known = self._countries.get(country)
        if known is None:
            return Decimal(0), country
        wanted = (state or "").strip().casefold()
        for code, tax in known.states.items():
            if wanted in (code.casefold(), tax.name.casefold()):
                return tax.rate, f"{country}-{code}"
        return known.rate, country
