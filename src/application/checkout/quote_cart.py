"""Price a cart."""

from collections.abc import Sequence
from dataclasses import dataclass

from application.ports.catalog import Catalog, Shipping, Taxes
from domain.errors import CartRefused, UnknownCurrency, UnpayableAmount
from domain.money import Currency, Money, currency_of
from domain.pricing import Breakdown, CartItem, PricedLine, breakdown_of, priced_lines


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteCommand:
    """A cart and where it goes; without a country it is priced for the shop's own."""

    items: Sequence[CartItem]
    currency: str | None = None
    country: str | None = None
    state: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A priced cart; `estimated` where no address was given."""

    lines: tuple[PricedLine, ...]
    breakdown: Breakdown
    currency: Currency
    estimated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteCart:
    """The one place where prices, shipping and tax come together."""

    catalog: Catalog
    shipping: Shipping
    taxes: Taxes
    default_currency: str

    async def __call__(self, command: QuoteCommand) -> Quote:
        """Raises `CartRefused` with every fault, and `StoreUnavailable`."""
        try:
            currency = currency_of(command.currency or self.default_currency)
        except UnknownCurrency:
            raise CartRefused((("currency", "is no currency that Stripe charges in"),)) from None
        countries = self.shipping.countries()
        if command.country is not None and command.country not in countries:
            raise CartRefused((("shippingAddress.country", f"goods are sent to {', '.join(countries)} only"),))
        country = command.country or countries[0]
        products = {product.sku: product for product in await self.catalog.products()}
        lines = priced_lines(command.items, products, currency)
        try:
            subtotal = Money(amount=sum(line.total for line in lines), currency=currency).payable()
            shipping = self.shipping.cost(country, subtotal)
            taxable = Money(amount=subtotal.amount + shipping, currency=currency)
            breakdown = breakdown_of(lines, shipping, self.taxes.due(country, command.state, taxable), currency)
        except UnpayableAmount as unpayable:
            raise CartRefused((("items", f"{unpayable}: it is out of Stripe's range"),)) from None
        return Quote(lines=lines, breakdown=breakdown, currency=currency, estimated=command.country is None)
