"""Orders whose prices the shop's own server names, and the links to pay them."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, Final

from msgspec import Meta

from application.checkout.create_checkout import CreatedCheckout
from domain.catalog.pricing import Discount, Tax
from domain.catalog.shop_prices import ShippingCharge, ShopCart, ShopItem
from domain.identifiers.order_number import order_number
from domain.identifiers.types import Sku
from domain.money.currency import LARGEST_OF_ANY
from domain.orders.order import Order
from domain.payments.intent import CaptureMethod
from domain.text.characters import has_control_characters
from entrypoints.http.bodies.checkout import BreakdownView, ShippingAddress
from entrypoints.http.validation import fields, mail_address
from entrypoints.http.validation.fields import Body, ResponseBody, timestamp

Name = Annotated[str, Meta(min_length=1, max_length=200)]
Price = Annotated[int, Meta(ge=0, le=LARGEST_OF_ANY)]
Moment = Annotated[
    datetime, Meta(tz=True, extra={"message": "must be a time with its offset, such as 2027-03-14T12:00:00Z"})
]
Rate = Annotated[Decimal, Meta(extra={"message": "must be a decimal fraction from 0 to 1, such as 0.0725"})]
_MOST_METADATA: Final = 20
_LONGEST_METADATA_NAME: Final = 40  # Stripe's own limits (docs.stripe.com/metadata)
_LONGEST_METADATA_TEXT: Final = 500
_OURS: Final = "till_"
_LONGEST_RATE: Final = 12


class PricedItem(Body, kw_only=True, frozen=True):
    """An item at the shop's price."""

    sku: fields.Sku
    name: Name
    unit_price: Price
    quantity: fields.Quantity

    def domain(self) -> ShopItem:
        """Returns the item for the domain."""
        return ShopItem(sku=Sku(self.sku), name=self.name, unit_price=self.unit_price, quantity=self.quantity)


class NamedDiscount(Body, kw_only=True, frozen=True):
    """What is taken off the items."""

    name: Name
    amount: fields.Amount


class NamedShipping(Body, kw_only=True, frozen=True):
    """What sending the goods costs."""

    name: Name
    amount: Price


class NamedTax(Body, kw_only=True, frozen=True):
    """The tax; it adds nothing to the total where the prices include it."""

    amount: Price
    rate: Rate | None = None
    jurisdiction: Name | None = None
    included: bool = False

    def domain(self) -> Tax:
        """Returns the tax for the domain."""
        rate = None if self.rate is None else format(self.rate, "f")
        return Tax(amount=self.amount, rate=rate, jurisdiction=self.jurisdiction, included=self.included)


class CreateCheckoutBody(Body, kw_only=True, frozen=True):
    """An order as the shop's server priced it: `total` is the sum of its figures."""

    reference: fields.Reference
    user_id: fields.UserReference
    currency: fields.Currency
    items: Annotated[list[PricedItem], Meta(min_length=1, max_length=200)]
    discounts: Annotated[list[NamedDiscount], Meta(max_length=50)] | None = None
    shipping: NamedShipping | None = None
    tax: NamedTax | None = None
    total: Price
    shipping_address: ShippingAddress | None = None
    receipt_email: fields.Email | None = None
    locale: fields.Locale | None = None
    capture_method: CaptureMethod | None = None
    expires_at: Moment | None = None
    metadata: dict[str, str] | None = None
    replaces: fields.OrderReference | None = None

    @classmethod
    def faults_between(cls, given: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
        """Yields faults of what no schema describes: the mail address's domain, the tax rate and the metadata."""
        email, tax, metadata = given.get("receiptEmail"), given.get("tax"), given.get("metadata")
        if isinstance(email, str) and not mail_address.has_encodable_domain(email):
            yield "receiptEmail", mail_address.ADVICE
        if isinstance(tax, dict) and tax.get("rate") is not None and not _is_rate(tax["rate"]):
            yield "tax.rate", "must be a decimal fraction from 0 to 1, such as 0.0725"
        if isinstance(metadata, dict):
            yield from _metadata_faults(metadata)

    def cart(self) -> ShopCart:
        """Returns the cart for the domain."""
        return ShopCart(
            currency=self.currency,
            items=tuple(item.domain() for item in self.items),
            discounts=tuple(Discount(name=each.name, amount=each.amount) for each in self.discounts or ()),
            shipping=ShippingCharge(name=self.shipping.name, amount=self.shipping.amount) if self.shipping else None,
            tax=self.tax.domain() if self.tax else None,
            total=self.total,
        )

    def expiry(self) -> datetime | None:
        """Returns when the checkout expires, in whole milliseconds; a moment beyond the calendar's end as it is."""
        if self.expires_at is None:
            return None
        whole = self.expires_at.replace(microsecond=self.expires_at.microsecond // 1000 * 1000)
        try:
            return whole.astimezone(UTC)
        except OverflowError:
            return whole


class CreatedCheckoutView(ResponseBody, kw_only=True):
    """The order, and its payment link: `token` opens this order alone, `url` is the checkout page with both."""

    order_id: str
    order_number: str
    reference: str
    currency: str
    total: int
    breakdown: BreakdownView
    expires_at: str
    token: str
    url: str

    @classmethod
    def of(cls, created: CreatedCheckout) -> "CreatedCheckoutView":
        """Returns the checkout for the shop's server."""
        order = created.order
        return cls(
            order_id=order.id,
            order_number=order_number(order.id),
            reference=_reference(order),
            currency=order.currency.code,
            total=order.total,
            breakdown=BreakdownView.of(order.breakdown),
            expires_at=timestamp(order.expires_at),
            token=created.link.token,
            url=created.link.url,
        )


def _reference(order: Order) -> str:
    return order.terms.reference if order.terms else ""


def _is_rate(rate: Any) -> bool:
    if isinstance(rate, bool) or not isinstance(rate, str | int | float) or len(str(rate)) > _LONGEST_RATE:
        return False
    try:
        value = Decimal(str(rate))
    except InvalidOperation:
        return False
    return value.is_finite() and 0 <= value <= 1


def _metadata_faults(metadata: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    if len(metadata) > _MOST_METADATA:
        yield "metadata", f"must have at most {_MOST_METADATA} entries"
    for name, text in metadata.items():
        if not 1 <= len(name) <= _LONGEST_METADATA_NAME or not name.isprintable() or "[" in name or "]" in name:
            yield "metadata", f"names are 1 to {_LONGEST_METADATA_NAME} printable characters without square brackets"
        elif name.startswith(_OURS):
            yield f"metadata.{name}", f"names that begin with {_OURS} are Till's own"
        elif isinstance(text, str) and (len(text) > _LONGEST_METADATA_TEXT or has_control_characters(text)):
            yield (
                f"metadata.{name}",
                f"must be at most {_LONGEST_METADATA_TEXT} characters, none of them a control character",
            )
