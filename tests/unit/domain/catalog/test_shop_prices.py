"""What the shop's own server priced is held to one sum, exactly, in every currency."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.catalog.pricing import Discount, PricedCart, Tax
from domain.catalog.shop_prices import ShippingCharge, ShopCart, ShopItem, price_by_shop
from domain.errors.pricing import CartRefused, NothingToPay, TotalMismatch
from domain.identifiers.types import Sku
from domain.money.currency import CURRENCIES

TEA = ShopItem(sku=Sku("tea"), name="Grüner Tee", unit_price=1299, quantity=3)
CART = ShopCart(
    currency="eur",
    items=(TEA, ShopItem(sku=Sku("gift"), name="Gift wrap", unit_price=0, quantity=1)),
    discounts=(Discount(name="AUTUMN", amount=301),),
    shipping=ShippingCharge(name="Express", amount=699),
    tax=Tax(amount=273, rate="0.07", jurisdiction="DE"),
    total=3897 - 301 + 699 + 273,
)


@st.composite
def carts(draw: st.DrawFn) -> tuple[ShopCart, int]:
    """A cart in any currency with the step of it, and the total that follows, worked out one coin at a time."""
    code = draw(st.sampled_from(sorted(CURRENCIES)))
    step = CURRENCIES[code].step
    amounts = st.integers(0, 40).map(lambda count: count * step)
    items = draw(st.lists(st.tuples(amounts, st.integers(1, 9)), min_size=1, max_size=4))
    discounts = draw(st.lists(amounts.filter(bool), max_size=3))
    shipping = draw(st.none() | amounts)
    tax = draw(st.none() | st.tuples(amounts, st.booleans()))
    total = 0
    for unit_price, quantity in items:
        for _ in range(quantity):
            total += unit_price
    for amount in discounts:
        total -= amount
    total += shipping or 0
    if tax is not None and not tax[1]:
        total += tax[0]
    cart = ShopCart(
        currency=code,
        items=tuple(
            ShopItem(sku=Sku(f"sku {n}"), name=f"Item {n}", unit_price=price, quantity=quantity)
            for n, (price, quantity) in enumerate(items)
        ),
        discounts=tuple(Discount(name=f"Code {n}", amount=amount) for n, amount in enumerate(discounts)),
        shipping=None if shipping is None else ShippingCharge(name="Post", amount=shipping),
        tax=None if tax is None else Tax(amount=tax[0], included=tax[1]),
        total=max(0, total),
    )
    return cart, total


@given(carts())
def test_a_cart_whose_sum_is_right_is_taken_as_it_is(drawn: tuple[ShopCart, int]) -> None:
    cart, total = drawn
    if total < 0:
        with pytest.raises(TotalMismatch) as wrong:
            price_by_shop(cart)
        assert (wrong.value.named, wrong.value.computed) == (0, total)
    elif total == 0:
        with pytest.raises(NothingToPay):
            price_by_shop(cart)
    else:
        priced = price_by_shop(cart)
        breakdown = priced.breakdown
        assert breakdown.total == cart.total
        added = 0 if breakdown.tax_included else breakdown.tax
        assert breakdown.subtotal - breakdown.discount + breakdown.shipping + added == breakdown.total
        assert sum(line.total for line in priced.lines) == breakdown.subtotal


@given(carts(), st.integers(-(10**6), 10**6).filter(bool))
def test_a_total_that_is_off_by_anything_is_refused_with_both_figures(drawn: tuple[ShopCart, int], off: int) -> None:
    cart, total = drawn
    with pytest.raises(TotalMismatch) as wrong:
        price_by_shop(replace(cart, total=total + off))
    assert (wrong.value.named, wrong.value.computed) == (total + off, total)


def test_the_shops_own_names_are_kept() -> None:
    priced = price_by_shop(CART)
    assert priced == PricedCart(
        lines=priced.lines,
        discounts=CART.discounts,
        breakdown=priced.breakdown,
        currency=CURRENCIES["eur"],
    )
    assert [line.name for line in priced.lines] == ["Grüner Tee", "Gift wrap"]
    assert (priced.breakdown.shipping_name, priced.breakdown.tax_rate) == ("Express", "0.07")
    assert (priced.breakdown.tax_jurisdiction, priced.breakdown.total) == ("DE", 4568)


def test_an_amount_that_its_currency_does_not_have_is_named() -> None:
    with pytest.raises(CartRefused) as refused:
        price_by_shop(
            ShopCart(
                currency="kwd",
                items=(replace(TEA, unit_price=1231),),
                discounts=(Discount(name="AUTUMN", amount=5),),
                shipping=ShippingCharge(name="Post", amount=1),
                tax=Tax(amount=3),
                total=3697,
            )
        )
    assert [field for field, _ in refused.value.faults] == [
        "items[0].unitPrice",
        "discounts[0].amount",
        "shipping.amount",
        "tax.amount",
    ]
    assert refused.value.faults[0][1] == "must be a multiple of 10 in kwd"


def test_a_currency_that_nobody_can_pay_in_is_refused() -> None:
    with pytest.raises(CartRefused) as refused:
        price_by_shop(replace(CART, currency="xxx"))
    assert [field for field, _ in refused.value.faults] == ["currency"]


def test_more_than_can_be_charged_is_refused() -> None:
    dear = replace(TEA, unit_price=99_999_999, quantity=1)
    with pytest.raises(CartRefused, match="largest amount"):
        price_by_shop(replace(CART, items=(dear, TEA)))
    with pytest.raises(CartRefused, match=r"total: can't be paid: it is too large"):
        price_by_shop(
            ShopCart(
                currency="usd",
                items=(dear,),
                shipping=ShippingCharge(name="By hand", amount=699),
                total=99_999_999 + 699,
            )
        )
