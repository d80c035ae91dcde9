"""A cart is priced here and nowhere else, and refused with every fault named at once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.catalog.pricing import CartItem, PricedLine, Tax, breakdown_of, priced_lines
from domain.errors.pricing import CartRefused, UnpayableAmount
from domain.identifiers.types import Sku
from domain.money.currency import currency_of
from tests import builders

USD, KWD = currency_of("usd"), currency_of("kwd")


def item(sku: str, quantity: int = 1) -> CartItem:
    return CartItem(sku=Sku(sku), quantity=quantity)


def test_lines_are_priced_and_entries_of_one_sku_are_merged_where_it_was_first_named() -> None:
    products = {Sku(sku): builders.product(sku) for sku in ("tea", "cup")}

    lines = priced_lines([item("tea", 2), item("cup"), item("tea", 3)], products, USD)

    assert lines == (
        PricedLine(sku=Sku("tea"), name="Grüner Tee", unit_price=1299, quantity=5, total=6495),
        PricedLine(sku=Sku("cup"), name="Grüner Tee", unit_price=1299, quantity=1, total=1299),
    )


def test_every_entry_at_fault_is_named_at_once() -> None:
    products = {
        Sku("tea"): builders.product("tea"),
        Sku("gone"): builders.product("gone", active=False),
        Sku("yen"): builders.product("yen", prices={"jpy": 1299}),
    }

    with pytest.raises(CartRefused) as refused:
        priced_lines([item("none"), item("gone"), item("yen"), item("tea", 9), item("tea")], products, USD)

    assert refused.value.faults == (
        ("items[0].sku", "is not sold here"),
        ("items[1].sku", "is not sold here"),
        ("items[2].sku", "has no price in usd"),
        ("items[4].quantity", "at most 9 of this in one order"),
    )
    assert "items[4].quantity: at most 9" in str(refused.value)


@given(st.lists(st.tuples(st.sampled_from(["tea", "cup"]), st.integers(1, 4)), min_size=1, max_size=4))
def test_the_subtotal_is_what_the_entries_come_to_one_by_one(entries: list[tuple[str, int]]) -> None:
    prices = {"tea": 1299, "cup": 1}
    products = {
        Sku(sku): builders.product(sku, prices={"usd": price}, max_quantity=99) for sku, price in prices.items()
    }

    lines = priced_lines([item(sku, quantity) for sku, quantity in entries], products, USD)
    tax = Tax(amount=94, rate="0.0725", jurisdiction="US-CA")
    breakdown = breakdown_of(lines, 499, tax, USD)

    assert breakdown.subtotal == sum(prices[sku] * quantity for sku, quantity in entries)
    assert breakdown.total == breakdown.subtotal + breakdown.shipping + breakdown.tax
    assert (breakdown.shipping, breakdown.tax) == (499, 94)
    assert (breakdown.tax_rate, breakdown.tax_jurisdiction) == ("0.0725", "US-CA")


@pytest.mark.parametrize("shipping", [1, -1299])
def test_a_total_that_can_not_be_charged_is_refused(shipping: int) -> None:
    none = Tax(amount=0, rate="0", jurisdiction="none")
    dinars = (builders.line(unit_price=1230),)
    with pytest.raises(UnpayableAmount):
        breakdown_of(dinars, shipping, none, KWD)


def test_a_product_has_a_price_in_its_own_currencies_only() -> None:
    tea = builders.product(prices={"usd": 1299, "jpy": 1300})
    assert (tea.price_in("usd"), tea.price_in("jpy"), tea.price_in("eur")) == (1299, 1300, None)
