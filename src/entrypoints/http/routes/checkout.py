"""POST /api/checkout/quote: the price of a cart."""

from litestar import Controller, post
from litestar.di import NamedDependency
from litestar.params import JSONBody

from application.checkout.quote_cart import QuoteCart, QuoteCommand
from entrypoints.http.bodies.checkout import QuoteBody, QuoteView
from entrypoints.http.requests.guards import signed_in


class CheckoutController(Controller):
    """Prices of carts."""

    path = "/api/checkout"
    guards = (signed_in,)
    tags = ("Checkout",)

    @post("/quote", status_code=200, operation_id="quoteCart", summary="Price a cart")
    async def quote(self, data: JSONBody[QuoteBody], quote_cart: NamedDependency[QuoteCart]) -> QuoteView:
        """Prices a cart; without an address it is priced for the shop's first country and `estimated` is true."""
        address = data.shipping_address
        quote = await quote_cart(
            QuoteCommand(
                items=[item.domain() for item in data.items],
                currency=data.currency,
                country=address.country if address else None,
                state=address.state if address else None,
            )
        )
        return QuoteView.of(quote)
