"""What an order costs that the shop's own server priced: its figures, held to one rule."""

from collections.abc import Iterator
from dataclasses import dataclass

from domain.catalog.pricing import Breakdown, Discount, PricedCart, PricedLine, Tax
from domain.errors.pricing import CartRefused, NothingToPay, TotalMismatch
from domain.identifiers.types import Sku
from domain.money.currency import CURRENCIES, Currency
from domain.money.money import why_unpayable


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopItem:
    """An item at the shop's own price, in minor units."""

    sku: Sku
    name: str
    unit_price: int
    quantity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ShippingCharge:
    """What sending the goods costs, by the name that the shop has for it."""

    name: str
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopCart:
    """A cart as the shop priced it; all amounts in minor units of `currency`, none below 0."""

    currency: str
    items: tuple[ShopItem, ...]
    discounts: tuple[Discount, ...] = ()
    shipping: ShippingCharge | None = None
    tax: Tax | None = None
    total: int


def price_by_shop(cart: ShopCart) -> PricedCart:
    """The cart with its breakdown.

    The total is the items less the discounts, plus shipping, plus the tax where the prices do not include it. Raises
    `CartRefused` naming every amount that its currency does not have, `TotalMismatch`, and `NothingToPay`.
    """
    currency = CURRENCIES.get(cart.currency)
    if currency is None:
        raise CartRefused((("currency", "is not a currency that can be paid in"),))
    faults = tuple(
        (field, f"must be a multiple of {currency.step} in {currency.code}")
        for field, amount in _amounts(cart)
        if amount % currency.step
    )
    if faults:
        raise CartRefused(faults)
    priced = _priced(cart, currency)
    if priced.breakdown.subtotal > currency.largest:
        raise CartRefused((("items", f"come to more than {currency.largest}, the largest amount"),))
    computed = priced.breakdown.total
    if computed != cart.total:
        raise TotalMismatch(named=cart.total, computed=computed)
    if computed == 0:
        raise NothingToPay
    why = why_unpayable(computed, currency)
    if why is not None:
        raise CartRefused((("total", f"can't be paid: {why}"),))
    return priced


def _amounts(cart: ShopCart) -> Iterator[tuple[str, int]]:
    for place, item in enumerate(cart.items):
        yield f"items[{place}].unitPrice", item.unit_price
    for place, discount in enumerate(cart.discounts):
        yield f"discounts[{place}].amount", discount.amount
    if cart.shipping is not None:
        yield "shipping.amount", cart.shipping.amount
    if cart.tax is not None:
        yield "tax.amount", cart.tax.amount


def _priced(cart: ShopCart, currency: Currency) -> PricedCart:
    lines = tuple(
        PricedLine(
            sku=item.sku,
            name=item.name,
            unit_price=item.unit_price,
            quantity=item.quantity,
            total=item.unit_price * item.quantity,
        )
        for item in cart.items
    )
    subtotal = sum(line.total for line in lines)
    discount = sum(each.amount for each in cart.discounts)
    shipping = cart.shipping.amount if cart.shipping else 0
    tax = cart.tax or Tax(amount=0)
    return PricedCart(
        lines=lines,
        discounts=cart.discounts,
        breakdown=Breakdown(
            subtotal=subtotal,
            discount=discount,
            shipping=shipping,
            shipping_name=cart.shipping.name if cart.shipping else None,
            tax=tax.amount,
            total=subtotal - discount + shipping + (0 if tax.included else tax.amount),
            tax_rate=tax.rate,
            tax_jurisdiction=tax.jurisdiction,
            tax_included=tax.included,
        ),
        currency=currency,
    )
