"""/api/orders: placing, listing and showing orders."""

from typing import Final

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import JSONBody

from application.checkout.cancel_order import CancelOrder, CancelOrderCommand
from application.orders.list_changes import ListChanges
from application.orders.list_orders import ListOrders, ListOrdersQuery
from application.orders.place_order import PlaceOrder, PlaceOrderCommand
from application.orders.release_hold import ReleaseHold, ReleaseHoldCommand
from application.orders.show_history import ShowHistory
from application.orders.show_order import ShowOrder
from domain.identifiers.types import HoldId, PaymentIntentId, RequestScope, UserId
from entrypoints.http.bodies.captures import EmptyBody
from entrypoints.http.bodies.order_changes import ChangesQuery, ChangesView
from entrypoints.http.bodies.order_history import EntryView, HistoryView
from entrypoints.http.bodies.orders import (
    OrdersQuery,
    OrdersView,
    OrderView,
    PlaceOrderBody,
    ReleaseBody,
)
from entrypoints.http.idempotency.keyed_requests import KeyedRequests
from entrypoints.http.requests.caller import Call, actor_of, caller_of, cause_of
from entrypoints.http.requests.guards import OPENED_BY_CHECKOUT, admin, admin_or_shop, signed_in
from entrypoints.http.requests.query import asking, valid_cursor
from entrypoints.http.validation.paths import OrderPath, existing_order

_NOTHING: Final = EmptyBody()


class OrdersController(Controller):
    """Orders of shoppers, for shoppers, admins and the shop's servers."""

    path = "/api/orders"
    guards = (signed_in,)
    tags = ("Orders",)

    @post(
        "/",
        status_code=201,
        opt=OPENED_BY_CHECKOUT,
        operation_id="placeOrder",
        summary="Place the order of a payment",
    )
    async def place(
        self,
        request: Call,
        data: JSONBody[PlaceOrderBody],
        place_order: NamedDependency[PlaceOrder],
        keyed: NamedDependency[KeyedRequests],
    ) -> Response[OrderView]:
        """Confirms the order of a succeeded payment: 201 if this call confirmed it, 200 if it was confirmed before."""
        caller = caller_of(request)
        user_id = UserId(caller.subject)

        async def act(_: RequestScope) -> Response[OrderView]:
            command = PlaceOrderCommand(
                user_id=user_id,
                only_order=caller.order_id,
                payment_intent_id=PaymentIntentId(data.payment_intent_id),
                actor=f"user:{user_id}",
                cause=cause_of(request),
            )
            placed = await place_order(command)
            return Response(
                OrderView.of(placed.order, for_staff=caller.reads_any_order),
                status_code=201 if placed.confirmed_now else 200,
            )

        return await keyed(request, act)

    @get("/", **asking(OrdersQuery), operation_id="listOrders", summary="List orders")
    async def list_all(
        self, request: Call, asked: NamedDependency[OrdersQuery], list_orders: NamedDependency[ListOrders]
    ) -> OrdersView:
        """Lists the caller's orders, newest first; admins and the shop's servers see the orders of all users."""
        caller = caller_of(request)
        with valid_cursor():
            page = await list_orders(
                ListOrdersQuery(
                    user_id=UserId(caller.subject),
                    reads_any_order=caller.reads_any_order,
                    of_user=UserId(asked.user_id) if asked.user_id else None,
                    status=asked.status,
                    filters=asked.filters(),
                    limit=asked.limit,
                    cursor=asked.cursor,
                )
            )
        orders = [OrderView.of(order, for_staff=caller.reads_any_order) for order in page.orders]
        return OrdersView(orders=orders, next_cursor=page.cursor)

    @get(
        "/changes",
        **asking(ChangesQuery),
        guards=[admin_or_shop],
        operation_id="listOrderChanges",
        summary="List the orders that changed",
    )
    async def changes(
        self, asked: NamedDependency[ChangesQuery], list_changes: NamedDependency[ListChanges]
    ) -> ChangesView:
        """Lists the orders that changed since the cursor, as they are now; one may come again, none is left out."""
        with valid_cursor("after"):
            page = await list_changes(asked.after, asked.limit)
        return ChangesView(
            orders=[OrderView.of(order, for_staff=True) for order in page.orders], next_cursor=page.cursor
        )

    @get("/{order:str}", opt=OPENED_BY_CHECKOUT, operation_id="getOrder", summary="Show an order")
    async def show(self, request: Call, order: OrderPath, show_order: NamedDependency[ShowOrder]) -> OrderView:
        """Returns one order by its id or order number."""
        caller = caller_of(request)
        shown = await show_order(
            existing_order(order),
            user_id=UserId(caller.subject),
            is_admin=caller.reads_any_order,
            only_order=caller.order_id,
        )
        return OrderView.of(shown, for_staff=caller.reads_any_order)

    @get("/{order:str}/history", guards=[admin], operation_id="getOrderHistory", summary="Show an order's history")
    async def history(self, order: OrderPath, show_history: NamedDependency[ShowHistory]) -> HistoryView:
        """Returns every change of an order, by seq; for admins."""
        entries = await show_history(existing_order(order))
        return HistoryView(entries=[EntryView.of(entry) for entry in entries])

    @post(
        "/{order:str}/cancel",
        status_code=200,
        guards=[admin_or_shop],
        operation_id="cancelOrder",
        summary="Cancel an order",
    )
    async def cancel(
        self,
        *,
        request: Call,
        order: OrderPath,
        cancel_order: NamedDependency[CancelOrder],
        keyed: NamedDependency[KeyedRequests],
        data: JSONBody[EmptyBody] = _NOTHING,  # noqa: ARG002 - so that a body is checked
    ) -> Response[OrderView]:
        """Cancels the order's payment at Stripe, then the order: an unpaid one, or one whose payment is authorized."""
        reference = existing_order(order)

        async def act(_: RequestScope) -> Response[OrderView]:
            command = CancelOrderCommand(order=reference, actor=actor_of(request), cause=cause_of(request))
            return Response(OrderView.of(await cancel_order(command), for_staff=True), status_code=200)

        return await keyed(request, act)

    @post("/{order:str}/release", status_code=200, guards=[admin], operation_id="releaseHold", summary="Release a hold")
    async def release(
        self,
        request: Call,
        order: OrderPath,
        data: JSONBody[ReleaseBody],
        release_hold: NamedDependency[ReleaseHold],
        keyed: NamedDependency[KeyedRequests],
    ) -> Response[OrderView]:
        """Releases a hold, so that the order can be fulfilled despite the hold's cause; for admins."""
        reference = existing_order(order)

        async def act(_: RequestScope) -> Response[OrderView]:
            command = ReleaseHoldCommand(
                order=reference,
                hold_id=HoldId(data.hold_id),
                note=data.note,
                actor=actor_of(request),
                cause=cause_of(request),
            )
            return Response(OrderView.of(await release_hold(command), for_staff=True), status_code=200)

        return await keyed(request, act)
