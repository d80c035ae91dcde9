"""What a cart costs: computed here and nowhere else, so that the amount asked of Stripe is the one the shop priced."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.catalog.product import Product
from domain.errors.pricing import CartRefused
from domain.identifiers.types import Sku
from domain.money.currency import Currency
from domain.money.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class CartItem:
    """An entry of the cart as it was sent."""

    sku: Sku
    quantity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PricedLine:
    """A line of an order; `unit_price` and `total` in minor units."""

    sku: Sku
    name: str
    unit_price: int
    quantity: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Discount:
    """What is taken off a cart; `amount` in minor units, above 0."""

    name: str
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tax:
    """The tax on a cart, with what it was computed by; `rate` is a decimal fraction spelt out (`0.0725`).

    `included` where the prices contain it already, so that it adds nothing to the total.
    """

    amount: int
    rate: str | None = None
    jurisdiction: str | None = None
    included: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Breakdown:
    """How a total comes about, in minor units, with the tax's rate and jurisdiction as they were on that day."""

    subtotal: int
    discount: int = 0
    shipping: int
    shipping_name: str | None = None
    tax: int
    total: int
    tax_rate: str | None
    tax_jurisdiction: str | None
    tax_included: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PricedCart:
    """A cart with its prices, by whichever of the shop's ways it was priced."""

    lines: tuple[PricedLine, ...]
    discounts: tuple[Discount, ...] = ()
    breakdown: Breakdown
    currency: Currency


def priced_lines(
    items: Sequence[CartItem], products: Mapping[Sku, Product], currency: Currency
) -> tuple[PricedLine, ...]:
    """The cart's lines at today's prices, entries of the same SKU merged in the order of their first mention.

    Raises `CartRefused` naming every entry at fault.
    """
    faults: list[tuple[str, str]] = []
    quantities: dict[Sku, int] = {}
    for place, item in enumerate(items):
        product = products.get(item.sku)
        if product is None or not product.active:
            faults.append((f"items[{place}].sku", "is not sold here"))
            continue
        if product.price_in(currency.code) is None:
            faults.append((f"items[{place}].sku", f"has no price in {currency.code}"))
            continue
        quantities[item.sku] = quantities.get(item.sku, 0) + item.quantity
        if quantities[item.sku] > product.max_quantity:
            faults.append((f"items[{place}].quantity", f"at most {product.max_quantity} of this in one order"))
    if faults:
        raise CartRefused(tuple(faults))
    lines = []
    for sku, quantity in quantities.items():
        product = products[sku]
        unit_price = product.price_in(currency.code) or 0
        lines.append(
            PricedLine(
                sku=sku, name=product.name, unit_price=unit_price, quantity=quantity, total=unit_price * quantity
            )
        )
    return tuple(lines)


def breakdown_of(lines: Sequence[PricedLine], shipping: int, tax: Tax, currency: Currency) -> Breakdown:
    """The breakdown of priced lines; raises `UnpayableAmount` where the total can't be charged."""
    subtotal = sum(line.total for line in lines)
    added_tax = 0 if tax.included else tax.amount
    total = Money(amount=subtotal + shipping + added_tax, currency=currency).payable()
    return Breakdown(
        subtotal=subtotal,
        shipping=shipping,
        tax=tax.amount,
        total=total.amount,
        tax_rate=tax.rate,
        tax_jurisdiction=tax.jurisdiction,
        tax_included=tax.included,
    )
