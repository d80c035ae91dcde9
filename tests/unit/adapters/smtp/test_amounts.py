"""Amounts are formatted as the reader writes them, with Stripe's decimals and no one else's."""

import pytest
from babel import Locale
from babel.localedata import locale_identifiers

from adapters.smtp.letters.amounts import formatted_amount
from domain.money.currency import CURRENCIES, currency_of


@pytest.mark.parametrize(
    ("amount", "currency", "locale", "formatted"),
    [
        (1299, "usd", "en_US", "$12.99"),
        (1, "eur", "en_US", "€0.01"),
        (1299, "eur", "de_DE", "12,99\xa0€"),
        (1234567, "eur", "de_DE", "12.345,67\xa0€"),
        (1299, "eur", "de_AT", "€\xa012,99"),
        (1299, "eur", "fr_FR", "12,99\xa0€"),
        (1299, "jpy", "en_US", "¥1,299"),
        (1299, "jpy", "de_DE", "1.299\xa0¥"),
        (1230, "kwd", "en_US", "KWD\xa01.230"),
        (1230, "kwd", "de_DE", "1,230\xa0KWD"),
        (129900, "isk", "en_US", "ISK\xa01,299"),
        (129900, "ugx", "en_US", "UGX\xa01,299"),
        (129901, "ugx", "en_US", "UGX\xa01,299.01"),
        (1299, "mga", "en_US", "MGA\xa01,299"),
        (1299, "huf", "en_US", "HUF\xa012.99"),
    ],
)
def test_an_amount_in_minor_units_is_formatted(amount: int, currency: str, locale: str, formatted: str) -> None:
    assert formatted_amount(amount, currency_of(currency), Locale.parse(locale)) == formatted


@pytest.mark.parametrize("currency", CURRENCIES.values(), ids=lambda currency: currency.code)
def test_no_currency_loses_a_minor_unit(currency: object) -> None:
    known = currency_of(getattr(currency, "code", ""))
    formatted = formatted_amount(1299, known, Locale.parse("en"))
    assert "".join(each for each in formatted if each.isdigit()) == "1299".zfill(known.exponent + 1)


def test_no_language_loses_a_minor_unit() -> None:
    for language in (each for each in locale_identifiers() if "_" not in each):
        for currency, amount in (("usd", 1299), ("kwd", 1230), ("jpy", 1299)):
            formatted = formatted_amount(amount, currency_of(currency), Locale.parse(language))
            assert "".join(each for each in formatted if each.isdigit()) == str(amount), language


def test_formatting_one_currency_does_not_change_the_next() -> None:
    locale = Locale.parse("en_US")
    assert formatted_amount(1230, currency_of("kwd"), locale).endswith("1.230")
    assert formatted_amount(1299, currency_of("usd"), locale) == "$12.99"
