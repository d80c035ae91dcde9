"""POST /api/payments/refund: refunds by admins."""

from litestar import Controller, Response, post
from litestar.di import NamedDependency
from litestar.params import JSONBody

from application.refunds.request_refund import RequestRefund, RequestRefundCommand
from domain.identifiers.types import PaymentIntentId, RequestScope
from entrypoints.http.bodies.refunds import RefundBody, RequestedRefundView
from entrypoints.http.idempotency.keyed_requests import HEADER, KeyedRequests
from entrypoints.http.requests.caller import Call, actor_of, cause_of
from entrypoints.http.requests.guards import admin


class RefundsController(Controller):
    """Refunds, for admins."""

    path = "/api/payments/refund"
    guards = (admin,)
    tags = ("Refunds",)

    @post("/", status_code=201, operation_id="createRefund", summary="Refund an order")
    async def refund(
        self,
        request: Call,
        data: JSONBody[RefundBody],
        request_refund: NamedDependency[RequestRefund],
        keyed: NamedDependency[KeyedRequests],
    ) -> Response[RequestedRefundView]:
        """Refunds `amount`, or all that is left; a `pending` refund is settled by Stripe or the worker."""

        async def act(request_scope: RequestScope) -> Response[RequestedRefundView]:
            intent_id = data.payment_intent_id
            command = RequestRefundCommand(
                order=data.order_id,
                payment_intent_id=PaymentIntentId(intent_id) if intent_id else None,
                amount=data.amount,
                reason=data.reason,
                note=data.note,
                request_scope=request_scope,
                has_idempotency_key=HEADER in request.headers,
                actor=actor_of(request),
                cause=cause_of(request),
            )
            return Response(RequestedRefundView.of(await request_refund(command)), status_code=201)

        return await keyed(request, act)
