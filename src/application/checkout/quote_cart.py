"""Price a cart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from application.ports.prices.addresses import AddressRules, FieldFaults, UnknownState
from application.ports.prices.tables import Shipping, Taxes
from application.ports.storage.catalog import Catalog
from domain.catalog.pricing import CartItem, PricedCart, PricedLine, breakdown_of, priced_lines
from domain.catalog.product import Price, Product
from domain.errors.pricing import CartRefused, UnpayableAmount
from domain.identifiers.types import Sku
from domain.money.currency import CURRENCIES, Currency
from domain.money.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteCommand:
    """A cart and its destination; without a country it is priced for the shop's own."""

    items: Sequence[CartItem]
    currency: str | None = None
    country: str | None = None
    state: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote(PricedCart):
    """A cart priced from the catalog.

    `estimated` where the country, or a state that it requires, is not known yet.
    """

    estimated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteCart:
    """The one place where prices, shipping and tax come together."""

    catalog: Catalog
    shipping: Shipping
    taxes: Taxes
    addresses: AddressRules
    default_currency: str

    async def __call__(self, command: QuoteCommand, also: FieldFaults = ()) -> Quote:
        """Raises `CartRefused` with every fault and those that the caller found `also`, and `StoreUnavailable`."""
        faults: FieldFaults = ()
        currency = CURRENCIES.get(command.currency or self.default_currency)
        if currency is None:
            faults += (("currency", "is no currency that Stripe charges in"),)
        countries = self.shipping.countries()
        if command.country is not None and command.country not in countries:
            faults += (("shippingAddress.country", f"goods are sent to {', '.join(countries)} only"),)
        state, unknown = self._state(command)
        faults += unknown
        products = {product.sku: product for product in await self.catalog.products()}
        lines, wrong = _lines(command.items, products, currency)
        if currency is None or faults or wrong:
            raise CartRefused((*faults, *wrong, *also))
        country = command.country or countries[0]
        try:
            subtotal = Money(amount=sum(line.total for line in lines), currency=currency).payable()
            shipping = self.shipping.cost(country, subtotal)
            taxable = Money(amount=subtotal.amount + shipping, currency=currency)
            breakdown = breakdown_of(lines, shipping, self.taxes.due(country, state, taxable), currency)
        except UnpayableAmount as unpayable:
            raise CartRefused((("items", str(unpayable)),)) from None
        open_state = state is None and "state" in self.addresses.form(country).required
        estimated = command.country is None or open_state
        return Quote(lines=lines, breakdown=breakdown, currency=currency, estimated=estimated)

    def _state(self, command: QuoteCommand) -> tuple[str | None, FieldFaults]:
        if command.country is None or command.state is None:
            return None, ()
        try:
            return self.addresses.state(command.country, command.state), ()
        except UnknownState as unknown:
            return None, (("shippingAddress.state", str(unknown)),)


def _lines(
    items: Sequence[CartItem], products: Mapping[Sku, Product], currency: Currency | None
) -> tuple[tuple[PricedLine, ...], FieldFaults]:
    """The priced lines, and the entries at fault: without a currency those that would be in any."""
    if currency is None:
        currency = next(iter(CURRENCIES.values()))
        any_price = (Price(currency=currency.code, amount=0),)
        products = {sku: replace(product, prices=any_price) for sku, product in products.items()}
    try:
        return priced_lines(items, products, currency), ()
    except CartRefused as refused:
        return (), refused.faults
