"""Amounts are Stripe's minor units, by Stripe's table and nobody else's."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors.pricing import UnknownCurrency, UnpayableAmount
from domain.money.currency import CURRENCIES, LARGEST_AMOUNT, Currency, currency_of
from domain.money.money import Money

ZERO_DECIMAL = "bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf".split()
THREE_DECIMAL = "bhd jod kwd omr tnd".split()
WHOLE_IN_HUNDREDTHS = "isk ugx".split()

currencies = st.sampled_from(sorted(CURRENCIES.values(), key=lambda currency: currency.code))


@pytest.mark.parametrize("code", ZERO_DECIMAL)
def test_zero_decimal_currencies_count_whole_units(code: str) -> None:
    assert currency_of(code) == Currency(code=code, exponent=0, step=1)


@pytest.mark.parametrize("code", THREE_DECIMAL)
def test_three_decimal_currencies_count_thousandths_in_tens(code: str) -> None:
    assert currency_of(code) == Currency(code=code, exponent=3, step=10)


@pytest.mark.parametrize("code", WHOLE_IN_HUNDREDTHS)
def test_currencies_that_lost_their_decimals_are_still_counted_in_hundredths(code: str) -> None:
    assert currency_of(code) == Currency(code=code, exponent=2, step=100)


def test_every_other_currency_counts_hundredths() -> None:
    others = {*CURRENCIES} - {*ZERO_DECIMAL, *THREE_DECIMAL, *WHOLE_IN_HUNDREDTHS}
    assert {"usd", "eur", "gbp", "huf", "twd"} <= others
    assert {(CURRENCIES[code].exponent, CURRENCIES[code].step) for code in others} == {(2, 1)}


def test_the_table_has_every_special_currency_and_is_keyed_by_code() -> None:
    assert {*ZERO_DECIMAL, *THREE_DECIMAL, *WHOLE_IN_HUNDREDTHS} <= {*CURRENCIES}
    assert all(code == currency.code == code.lower() and len(code) == 3 for code, currency in CURRENCIES.items())


@pytest.mark.parametrize("code", ["USD", "", "xxx", "btc", "us"])
def test_a_currency_that_stripe_does_not_charge_in_is_unknown(code: str) -> None:
    with pytest.raises(UnknownCurrency):
        currency_of(code)


@pytest.mark.parametrize(
    ("amount", "code", "rounded"),
    [
        ("94.1775", "usd", 94),
        ("94.5", "usd", 95),
        ("-94.5", "usd", -95),
        ("129.5", "jpy", 130),
        ("1234", "kwd", 1230),
        ("1235", "kwd", 1240),
        ("149", "isk", 100),
        ("150", "ugx", 200),
        ("49.99", "ugx", 0),
    ],
)
def test_an_amount_is_rounded_to_the_step_with_halves_away_from_zero(amount: str, code: str, rounded: int) -> None:
    assert currency_of(code).rounded(Decimal(amount)) == rounded


@given(currency=currencies, amount=st.decimals(-(10**9), 10**9, places=4))
def test_rounding_lands_on_a_step_no_further_than_half_of_one(currency: Currency, amount: Decimal) -> None:
    rounded = currency.rounded(amount)
    assert rounded % currency.step == 0
    assert abs(rounded - amount) * 2 <= currency.step


@given(currency=currencies, amount=st.integers(-10, LARGEST_AMOUNT + 1000) | st.integers(LARGEST_AMOUNT, 10**13))
def test_what_is_payable_is_positive_small_enough_and_on_a_step(currency: Currency, amount: int) -> None:
    money = Money(amount=amount, currency=currency)
    if 0 < amount <= currency.largest and amount % currency.step == 0:
        assert money.payable() is money
    else:
        with pytest.raises(UnpayableAmount) as refused:
            money.payable()
        assert (refused.value.amount, refused.value.currency) == (amount, currency.code)


@pytest.mark.parametrize(
    ("amount", "code"), [(0, "usd"), (-1, "usd"), (LARGEST_AMOUNT + 1, "jpy"), (1231, "kwd"), (1299, "isk")]
)
def test_what_the_table_knows_to_be_unpayable_is_refused(amount: int, code: str) -> None:
    with pytest.raises(UnpayableAmount):
        Money(amount=amount, currency=currency_of(code)).payable()


@pytest.mark.parametrize(
    ("amount", "code", "why"),
    [
        (0, "usd", "too small, the smallest amount is 1"),
        (-10, "kwd", "too small, the smallest amount is 10"),
        (LARGEST_AMOUNT + 1, "usd", f"too large, the largest amount is {LARGEST_AMOUNT}"),
        (1231, "kwd", "KWD amounts are multiples of 10"),
        (1299, "isk", "ISK amounts are multiples of 100"),
    ],
)
def test_an_unpayable_amount_says_how_to_fix_it(amount: int, code: str, why: str) -> None:
    with pytest.raises(UnpayableAmount, match=why):
        Money(amount=amount, currency=currency_of(code)).payable()


@pytest.mark.parametrize(
    ("code", "reported"), [("xyz", "xyz is no currency that Stripe charges in$"), ("USD", "Stripe charges in, usd is$")]
)
def test_an_unknown_currency_is_named_as_such(code: str, reported: str) -> None:
    with pytest.raises(UnknownCurrency, match=reported):
        currency_of(code)


@pytest.mark.parametrize(
    ("amount", "code"),
    [
        (1, "usd"),
        (LARGEST_AMOUNT, "usd"),
        (1230, "kwd"),
        (129900, "isk"),
        (999_999_999, "inr"),
        (9_999_999_999, "cop"),
        (999_999_999_999, "idr"),
    ],
)
def test_the_smallest_and_the_largest_amounts_are_payable(amount: int, code: str) -> None:
    assert Money(amount=amount, currency=currency_of(code)).payable().amount == amount


@pytest.mark.parametrize(("code", "exponent", "step"), [("kwd", 3, 10), ("isk", 2, 100), ("xcd", 2, 1), ("mga", 0, 1)])
def test_the_table_is_stripes_and_not_isos(code: str, exponent: int, step: int) -> None:
    assert (currency_of(code).exponent, currency_of(code).step) == (exponent, step)
