"""Carts, checkouts and payments."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal

from msgspec import Meta

from application.checkout.quote_cart import Quote
from application.checkout.show_payment import ShownPayment
from application.checkout.start_checkout import StartedCheckout
from domain.catalog.pricing import Breakdown, CartItem, PricedLine
from domain.customers.address import Address
from domain.identifiers.order_number import order_number
from domain.identifiers.types import Sku as DomainSku
from entrypoints.http.validation import fields, mail_address
from entrypoints.http.validation.blanks import given
from entrypoints.http.validation.fields import Body, ResponseBody


class Item(Body, kw_only=True, frozen=True):
    """One entry of a cart."""

    sku: fields.Sku
    quantity: fields.Quantity

    def domain(self) -> CartItem:
        """Returns the cart item."""
        return CartItem(sku=DomainSku(self.sku), quantity=self.quantity)


Items = Annotated[list[Item], Meta(min_length=1, max_length=50)]


class ShippingAddress(Body, kw_only=True, frozen=True):
    """The shipping address."""

    name: fields.Line
    line1: fields.Line
    line2: fields.OptionalLine | None = None
    city: fields.Line
    state: fields.OptionalLine | None = None
    postal_code: fields.OptionalPostalCode | None = None
    country: fields.Country
    phone: fields.Phone | None = None

    def domain(self) -> Address:
        """Returns the address; blank optional fields are left out."""
        return Address(
            name=self.name,
            line1=self.line1,
            line2=given(self.line2),
            city=self.city,
            state=given(self.state),
            postal_code=given(self.postal_code),
            country=self.country,
            phone=given(self.phone),
        )


class Destination(Body, kw_only=True, frozen=True):
    """Where the goods go, as far as it is known yet: the price needs the country, and the state where it has states."""

    name: fields.OptionalLine | None = None
    line1: fields.OptionalLine | None = None
    line2: fields.OptionalLine | None = None
    city: fields.OptionalLine | None = None
    state: fields.OptionalLine | None = None
    postal_code: fields.OptionalPostalCode | None = None
    country: fields.Country
    phone: fields.Phone | None = None


class QuoteBody(Body, kw_only=True, frozen=True):
    """The cart to price."""

    items: Items
    shipping_address: Destination | None = None
    currency: fields.Currency | None = None


class CreateIntentBody(Body, kw_only=True, frozen=True):
    """The cart to buy, or the order to pay that the shop priced."""

    items: Items | None = None
    order_id: fields.OrderReference | None = None
    shipping_address: ShippingAddress | None = None
    currency: fields.Currency | None = None
    save_payment_method: bool | None = None
    receipt_email: fields.Email | None = None
    locale: fields.Locale | None = None
    replaces: fields.OrderReference | None = None

    @classmethod
    def faults_between(cls, given: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
        """Yields faults unless the body is either a cart with its address or an order, and for an invalid domain."""
        if given.get("orderId") is None:
            yield from ((name, "is required") for name in ("items", "shippingAddress") if given.get(name) is None)
        else:
            message = "can't be given with orderId: the order is as the shop priced it"
            yield from ((name, message) for name in ("items", "currency", "replaces") if given.get(name) is not None)
        email = given.get("receiptEmail")
        if isinstance(email, str) and not mail_address.has_encodable_domain(email):
            yield "receiptEmail", mail_address.ADVICE


class ConfirmBody(Body, kw_only=True, frozen=True):
    """The payment method to pay with."""

    payment_method_id: fields.PaymentMethodId
    return_url: fields.ReturnUrl | None = None


class CancelBody(Body, kw_only=True, frozen=True):
    """The reason to cancel, one of Stripe's."""

    reason: Literal["duplicate", "fraudulent", "requested_by_customer", "abandoned"] | None = None


class LineView(ResponseBody, kw_only=True):
    """A priced line."""

    sku: str
    name: str
    unit_price: int
    quantity: int
    total: int

    @classmethod
    def of(cls, line: PricedLine) -> "LineView":
        """Returns the line."""
        return cls(sku=line.sku, name=line.name, unit_price=line.unit_price, quantity=line.quantity, total=line.total)


class BreakdownView(ResponseBody, kw_only=True):
    """The parts of a total."""

    subtotal: int
    discount: int
    shipping: int
    shipping_name: str | None = None
    tax: int
    tax_included: bool
    total: int

    @classmethod
    def of(cls, breakdown: Breakdown) -> "BreakdownView":
        """Returns the breakdown."""
        return cls(
            subtotal=breakdown.subtotal,
            discount=breakdown.discount,
            shipping=breakdown.shipping,
            shipping_name=breakdown.shipping_name,
            tax=breakdown.tax,
            tax_included=breakdown.tax_included,
            total=breakdown.total,
        )


class QuoteView(ResponseBody, kw_only=True):
    """A priced cart."""

    lines: list[LineView]
    breakdown: BreakdownView
    currency: str
    estimated: bool

    @classmethod
    def of(cls, quote: Quote) -> "QuoteView":
        """Returns the quote."""
        return cls(
            lines=[LineView.of(line) for line in quote.lines],
            breakdown=BreakdownView.of(quote.breakdown),
            currency=quote.currency.code,
            estimated=quote.estimated,
        )


class CheckoutView(ResponseBody, kw_only=True):
    """A new checkout, with the client secret that its owner pays it with."""

    client_secret: str
    payment_intent_id: str
    order_id: str
    order_number: str
    amount: int
    currency: str
    breakdown: BreakdownView

    @classmethod
    def of(cls, started: StartedCheckout) -> "CheckoutView":
        """Returns the checkout for its owner."""
        order = started.order
        return cls(
            client_secret=started.client_secret,
            payment_intent_id=order.intent.id or "",
            order_id=order.id,
            order_number=order_number(order.id),
            amount=order.total,
            currency=order.currency.code,
            breakdown=BreakdownView.of(order.breakdown),
        )


class LastErrorView(ResponseBody, kw_only=True):
    """The reason why the last payment attempt failed."""

    code: str
    decline_code: str | None = None
    message: str


class NextActionView(ResponseBody, kw_only=True):
    """The next step that the shopper must take."""

    type: str
    redirect_url: str | None = None


class PaymentView(ResponseBody, kw_only=True):
    """A payment as it is at Stripe now."""

    id: str
    status: str
    amount: int
    amount_received: int
    currency: str
    order_id: str
    client_secret: str | None
    last_error: LastErrorView | None = None
    next_action: NextActionView | None = None

    @classmethod
    def of(cls, shown: ShownPayment) -> "PaymentView":
        """Returns the payment for its caller."""
        seen = shown.seen
        error, action = seen.last_error, shown.next_action
        return cls(
            id=seen.id,
            status=seen.status,
            amount=seen.amount,
            amount_received=seen.amount_received,
            currency=seen.currency,
            order_id=shown.order_id,
            client_secret=shown.client_secret,
            last_error=LastErrorView(code=error.code, decline_code=error.decline_code, message=error.message)
            if error
            else None,
            next_action=NextActionView(type=action.type, redirect_url=action.redirect_url) if action else None,
        )
