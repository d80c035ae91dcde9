"""Reads the shop's tables from its files, or the examples that are packed beside this module."""

from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Final, TypeVar

import msgspec

from adapters.tables.shipping import ShippingTable
from adapters.tables.taxes import CountryTax, TaxTable
from application.ports.prices.addresses import AddressRules, UnknownState
from domain.money.currency import CURRENCIES

EXAMPLES: Final = files("adapters.tables")
_T = TypeVar("_T")


class UnusableTable(Exception):
    """The file is no such table; the message says what is wrong, by the place in the file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableReader:
    """Reads tables and checks their countries, states and currencies."""

    addresses: AddressRules

    def shipping(self, path: str | None) -> ShippingTable:
        """Returns the table of this file, or the example for None; raises `UnusableTable`."""
        table = _decoded(path, "shipping.json", ShippingTable)
        self._check_countries(table.countries, "countries")
        _check_currencies(table.currencies, "currencies")
        return table

    def taxes(self, path: str | None) -> TaxTable:
        """Returns the table of this file with its states by their codes, or the example for None.

        Raises `UnusableTable`.
        """
        table = _decoded(path, "taxes.json", TaxTable)
        self._check_countries(tuple(table.countries), "countries")
        countries = {code: self._by_state_code(code, tax) for code, tax in table.countries.items()}
        return msgspec.structs.replace(table, countries=countries)

    def _by_state_code(self, country: str, tax: CountryTax) -> CountryTax:
        states = {}
        for name, rate in tax.states.items():
            try:
                code = self.addresses.state(country, name)
            except UnknownState as unknown:
                raise UnusableTable(f"countries.{country}.states: {name!r} {unknown}") from None
            if code in states:
                raise UnusableTable(f"countries.{country}.states names {code} twice; keep one of the two")
            states[code] = rate
        return msgspec.structs.replace(tax, states=states)

    def _check_countries(self, codes: tuple[str, ...], place: str) -> None:
        known = frozenset(self.addresses.countries())
        for code in codes:
            if code not in known:
                raise UnusableTable(f"{place}: {code!r} is no country; use two-letter codes in capitals, such as DE")


def _check_currencies(codes: dict[str, _T], place: str) -> None:
    for code in codes:
        if code not in CURRENCIES:
            raise UnusableTable(f"{place}: {code!r} is no currency that Stripe charges in; use codes such as eur")


def _decoded(path: str | None, example: str, kind: type[_T]) -> _T:
    try:
        content = (EXAMPLES.joinpath(example) if path is None else Path(path)).read_bytes()
    except OSError as why:
        raise UnusableTable(f"the file can't be read ({type(why).__name__})") from None
    try:
        return msgspec.json.decode(content, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError) as why:
        raise UnusableTable(str(why)) from None
