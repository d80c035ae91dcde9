"""POST /api/checkout/quote: the price of a cart."""

from litestar import Controller, post
from litestar.di import NamedDependency
from litestar.params import JSONBody

from application.checkout.quote_cart import QuoteCart, QuoteCommand
from entrypoints.http.bodies.checkout import QuoteBody, QuoteView
from entrypoints.http.requests.guards import signed_in
from entrypoints.http.validation.blanks import given


class CheckoutController(Controller):
    """Prices of carts."""

    path = "/api/checkout"
    guards = (signed_in,)
    tags = ("Checkout",)

    @post("/quote", status_code=200, operation_id="quoteCart", summary="Price a cart")
    async def quote(self, data: JSONBody[QuoteBody], quote_cart: NamedDependency[QuoteCart]) -> QuoteView:
        """Prices a cart; `estimated` is true while the country, or a state that it requires, is not known.

        Without a country it is priced for the shop's first.
        """
        address = data.shipping_address
        quote = await quote_cart(
            QuoteCommand(
                items=[item.domain() for item in data.items],
                currency=data.currency,
                country=address.country if address else None,
                state=given(address.state) if address else None,
            )
        )
        return QuoteView.of(quote)
