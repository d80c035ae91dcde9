"""POST /api/checkout/quote: what a cart costs."""

from litestar import Controller, post
from litestar.di import NamedDependency
from litestar.params import JSONBody

from application.checkout.quote_cart import QuoteCart, QuoteCommand
from entrypoints.http.bodies.checkout import QuoteBody, QuoteView
from entrypoints.http.requests.guards import signed_in


class CheckoutController(Controller):
    """Pricing, before anything is bought."""

    path = "/api/checkout"
    guards = (signed_in,)
    tags = ("Checkout",)

    @post("/quote", status_code=200, operation_id="quoteCart", summary="Price a cart")
    async def quote(self, data: JSONBody[QuoteBody], quote_cart: NamedDependency[QuoteCart]) -> QuoteView:
        """What the cart costs; without an address it is priced for the shop's own country and `estimated`."""
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
