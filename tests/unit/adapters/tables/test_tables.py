"""Shipping and tax come from tables, rounded to what can be paid."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.addresses import PostalAddressRules
from adapters.tables import TableShipping, TableTaxes
from adapters.tables.files import TableReader
from adapters.tables.shipping import free_shipping
from adapters.tables.taxes import UNTAXED, CountryTax, TaxTable
from domain.money.currency import CURRENCIES, currency_of
from domain.money.money import Money

READER = TableReader(addresses=PostalAddressRules())
SHIPPING = TableShipping(READER.shipping(None))
TAXES = TableTaxes(READER.taxes(None))
SERVED = st.sampled_from(list(SHIPPING.countries()))
CURRENCY = st.sampled_from(sorted(CURRENCIES.values(), key=lambda currency: currency.code))


def money(amount: int, code: str) -> Money:
    return Money(amount=amount, currency=currency_of(code))


def test_the_shops_own_country_comes_first() -> None:
    assert SHIPPING.countries()[0] == "US"
    assert {"GB", "DE", "FR", "NL", "IE", "JP", "KW", "CA", "AU"} <= set(SHIPPING.countries())
    assert len(set(SHIPPING.countries())) == len(SHIPPING.countries())


@pytest.mark.parametrize(
    ("country", "amount", "code", "cost"),
    [
        ("US", 1299, "usd", 599),
        ("DE", 1299, "usd", 1899),
        ("US", 7499, "usd", 599),
        ("US", 7500, "usd", 0),
        ("DE", 7500, "usd", 0),
        ("JP", 1299, "jpy", 2700),
        ("KW", 1230, "kwd", 5800),
        ("US", 1299, "chf", 104),
        ("CH", 1299, "chf", 325),
        ("US", 1230, "bhd", 100),
        ("US", 1200, "isk", 100),
    ],
)
def test_shipping_is_flat_at_home_and_abroad_free_from_some_subtotal_on(
    country: str, amount: int, code: str, cost: int
) -> None:
    assert SHIPPING.cost(country, money(amount, code)) == cost


@pytest.mark.parametrize(
    ("where", "taxable", "due"),
    [
        (("US", "CA"), (1299, "usd"), (94, "0.0725", "US-CA")),
        (("US", "OR"), (1299, "usd"), (0, "0", "US-OR")),
        (("US", "MN"), (1, "usd"), (0, "0.06875", "US-MN")),
        (("US", None), (1299, "usd"), (0, "0", "US")),
        (("CA", "QC"), (1299, "cad"), (195, "0.14975", "CA-QC")),
        (("CA", None), (1299, "cad"), (65, "0.05", "CA")),
        (("GB", None), (833, "gbp"), (167, "0.2", "GB")),
        (("DE", "CA"), (1299, "eur"), (247, "0.19", "DE")),
        (("JP", None), (1299, "jpy"), (130, "0.1", "JP")),
        (("KW", None), (1230, "kwd"), (0, "0", "KW")),
        (("DE", None), (1230, "kwd"), (230, "0.19", "DE")),
        (("DE", None), (1200, "isk"), (200, "0.19", "DE")),
        (("AQ", None), (1299, "usd"), (0, "0", "AQ")),
    ],
)
def test_tax_is_the_states_or_the_countrys(
    where: tuple[str, str | None], taxable: tuple[int, str], due: tuple[int, str, str]
) -> None:
    tax = TAXES.due(*where, money(*taxable))
    assert (tax.amount, tax.rate, tax.jurisdiction) == due


def test_a_shop_may_charge_neither_shipping_nor_tax() -> None:
    shipping = TableShipping(free_shipping(("DE", "AT")))
    assert shipping.countries() == ("DE", "AT")
    assert shipping.cost("AT", money(1299, "eur")) == 0
    assert TableTaxes(UNTAXED).due("DE", None, money(1299, "eur")).amount == 0


def test_prices_may_include_their_tax() -> None:
    taxes = TableTaxes(TaxTable(prices_include_tax=True, countries={"DE": CountryTax(rate=Decimal("0.19"))}))
    due = taxes.due("DE", None, money(1299, "eur"))
    assert (due.amount, due.rate, due.included) == (207, "0.19", True)
    assert taxes.due("DE", None, money(1200, "isk")).amount == 200
    assert taxes.due("AQ", None, money(1299, "eur")).amount == 0


def test_half_a_unit_is_rounded_up() -> None:
    taxes = TableTaxes(TaxTable(countries={"XX": CountryTax(rate=Decimal("0.05"))}))
    assert taxes.due("XX", None, money(10, "usd")).amount == 1
    assert taxes.due("XX", None, money(100, "kwd")).amount == 10


@given(SERVED, CURRENCY, st.integers(0, 99_999_999))
def test_whatever_is_asked_can_be_paid(country: str, currency: object, amount: int) -> None:
    asked = Money(amount=amount, currency=currency)  # type: ignore[arg-type]
    assert SHIPPING.cost(country, asked) % asked.currency.step == 0
    due = TAXES.due(country, "CA", asked)
    assert due.amount % asked.currency.step == 0
    assert 0 <= due.amount <= amount
