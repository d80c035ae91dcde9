"""POST /api/payments/capture: admins and the shop take money that was authorized."""

from litestar import Controller, Response, post
from litestar.di import NamedDependency
from litestar.params import JSONBody

from application.captures.capture_payment import CapturePayment, CapturePaymentCommand
from domain.identifiers.types import PaymentIntentId, RequestScope
from entrypoints.http.bodies.captures import CaptureBody
from entrypoints.http.bodies.orders import OrderView
from entrypoints.http.idempotency.keyed_requests import KeyedRequests
from entrypoints.http.requests.caller import Call, actor_of, cause_of
from entrypoints.http.requests.guards import admin_or_shop


class CapturesController(Controller):
    """Captures of authorized payments."""

    path = "/api/payments/capture"
    guards = (admin_or_shop,)
    tags = ("Payments",)

    @post("/", status_code=200, operation_id="capturePayment", summary="Capture an authorized payment")
    async def capture(
        self,
        request: Call,
        data: JSONBody[CaptureBody],
        capture_payment: NamedDependency[CapturePayment],
        keyed: NamedDependency[KeyedRequests],
    ) -> Response[OrderView]:
        """Takes `amount`, or all that is authorized, once; the rest is released.

        An unknown outcome is settled later.
        """

        async def act(request_scope: RequestScope) -> Response[OrderView]:
            intent_id = data.payment_intent_id
            command = CapturePaymentCommand(
                order=data.order_id,
                payment_intent_id=PaymentIntentId(intent_id) if intent_id else None,
                amount=data.amount,
                request_scope=request_scope,
                actor=actor_of(request),
                cause=cause_of(request),
            )
            return Response(OrderView.of(await capture_payment(command), for_staff=True), status_code=200)

        return await keyed(request, act)
