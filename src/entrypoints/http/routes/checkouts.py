"""POST /api/checkouts: the shop's server stores an order at its own prices."""

from typing import Any

from litestar import Controller, Response, post
from litestar.di import NamedDependency
from litestar.params import JSONBody

from application.checkout.create_checkout import CreateCheckout, CreateCheckoutCommand
from application.checkout.link_checkout import CheckoutLink, LinkCheckout
from application.orders.show_order import ShowOrder
from domain.identifiers.types import RequestScope, UserId
from domain.orders.order import Contact, ShopTerms
from entrypoints.http.bodies.checkouts import CreateCheckoutBody, CreatedCheckoutView
from entrypoints.http.idempotency.keyed_requests import KeyedRequests, digest_of
from entrypoints.http.requests.caller import Call, actor_of, cause_of
from entrypoints.http.requests.guards import shop
from entrypoints.http.validation.locales import understood


class CheckoutsController(Controller):
    """Orders whose prices the shop names."""

    path = "/api/checkouts"
    guards = (shop,)
    tags = ("Checkout",)

    @post("/", status_code=201, operation_id="createCheckout", summary="Store an order at the shop's prices")
    async def create(
        self,
        *,
        request: Call,
        data: JSONBody[CreateCheckoutBody],
        create_checkout: NamedDependency[CreateCheckout],
        show_order: NamedDependency[ShowOrder],
        link_checkout: NamedDependency[LinkCheckout],
        keyed: NamedDependency[KeyedRequests],
    ) -> Response[CreatedCheckoutView]:
        """Stores the order and returns its payment link: 201, or 200 if the same request stored it before.

        Nothing is asked of Stripe until the shopper comes.
        """
        user_id = UserId(data.user_id)
        terms = ShopTerms(
            reference=data.reference,
            digest=await digest_of(request),
            metadata=tuple((data.metadata or {}).items()),
        )

        async def act(_: RequestScope) -> Response[CreatedCheckoutView]:
            command = CreateCheckoutCommand(
                terms=terms,
                user_id=user_id,
                cart=data.cart(),
                shipping_address=data.shipping_address.domain() if data.shipping_address else None,
                contact=Contact(email=data.receipt_email, locale=understood(data.locale) or "en"),
                capture_method=data.capture_method,
                expires_at=data.expiry(),
                replaces=data.replaces,
                actor=actor_of(request),
                cause=cause_of(request),
            )
            created = await create_checkout(command)
            return Response(CreatedCheckoutView.of(created), status_code=201 if created.is_new else 200)

        async def reveal(body: dict[str, Any]) -> CheckoutLink:
            return link_checkout(await show_order(body["orderId"], user_id=user_id, is_admin=True))

        return await keyed(request, act, reveal)
