"""/api/admin/deliveries: what the shop's own systems were sent, and sending it again."""

from typing import Final

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import JSONBody, SkipValidation

from application.notifications.resend_event import ResendEvent
from application.ports.shop.webhooks import Endpoint
from application.ports.storage.deliveries import Deliveries
from domain.identifiers.order_number import order_id_of
from domain.identifiers.types import RequestScope
from entrypoints.http.bodies.deliveries import DeliveriesQuery, DeliveriesView, DeliveryView, ResendBody
from entrypoints.http.idempotency.keyed_requests import KeyedRequests
from entrypoints.http.requests.caller import Call
from entrypoints.http.requests.guards import admin
from entrypoints.http.requests.query import asking, valid_cursor
from entrypoints.http.validation.paths import DeliveryPath, existing_delivery

_NOTHING: Final = ResendBody()


class DeliveriesController(Controller):
    """Events to the shop's own systems."""

    path = "/api/admin/deliveries"
    guards = (admin,)
    tags = ("Admin",)

    @get("/", **asking(DeliveriesQuery), operation_id="listDeliveries", summary="List events to the shop's systems")
    async def list_all(
        self,
        asked: NamedDependency[DeliveriesQuery],
        deliveries: NamedDependency[SkipValidation[Deliveries]],
        shop_endpoints: NamedDependency[SkipValidation[tuple[Endpoint, ...]]],
    ) -> DeliveriesView:
        """Lists the events at each endpoint, by order, the order that changed last first."""
        urls = _urls(shop_endpoints)
        if asked.order_id is not None:
            order_id = order_id_of(asked.order_id)
            found = await deliveries.of_order(order_id) if order_id else ()
            return DeliveriesView(deliveries=[DeliveryView.of(each, urls) for each in found], next_cursor=None)
        with valid_cursor():
            page = await deliveries.page(status=asked.status, limit=asked.limit, cursor=asked.cursor)
        return DeliveriesView(
            deliveries=[DeliveryView.of(delivery, urls) for delivery in page.deliveries], next_cursor=page.cursor
        )

    @post("/{delivery:str}/resend", status_code=200, operation_id="resendEvent", summary="Send an event again")
    async def resend(
        self,
        *,
        request: Call,
        delivery: DeliveryPath,
        resend_event: NamedDependency[ResendEvent],
        shop_endpoints: NamedDependency[SkipValidation[tuple[Endpoint, ...]]],
        keyed: NamedDependency[KeyedRequests],
        data: JSONBody[ResendBody] = _NOTHING,  # noqa: ARG002 - so that a body is validated
    ) -> Response[DeliveryView]:
        """Has an event sent again under the id that it had before, whether it was delivered or given up."""
        existing, urls = existing_delivery(delivery), _urls(shop_endpoints)

        async def act(_: RequestScope) -> Response[DeliveryView]:
            return Response(DeliveryView.of(await resend_event(existing), urls), status_code=200)

        return await keyed(request, act)


def _urls(endpoints: tuple[Endpoint, ...]) -> dict[str, str]:
    return {endpoint.id: endpoint.shown for endpoint in endpoints}
