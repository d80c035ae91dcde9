"""/api/payments/methods: the caller's saved payment methods."""

from litestar import Controller, Response, delete, get, post
from litestar.di import NamedDependency
from litestar.params import JSONBody

from application.payment_methods.attach_payment_method import AttachPaymentMethod, AttachPaymentMethodCommand
from application.payment_methods.detach_payment_method import DetachPaymentMethod
from application.payment_methods.list_payment_methods import ListPaymentMethods
from domain.identifiers.types import PaymentMethodId, RequestScope, UserId
from entrypoints.http.bodies.payment_methods import AttachBody, PaymentMethodsView, PaymentMethodView
from entrypoints.http.idempotency.keyed_requests import KeyedRequests
from entrypoints.http.requests.caller import Call, caller_of, cause_of, shopper
from entrypoints.http.requests.guards import signed_in
from entrypoints.http.validation.paths import MethodPath, existing_method


class PaymentMethodsController(Controller):
    """Saved payment methods."""

    path = "/api/payments/methods"
    guards = (signed_in,)
    tags = ("Payment methods",)

    @get("/", operation_id="listPaymentMethods", summary="List saved payment methods")
    async def list_all(
        self, request: Call, list_payment_methods: NamedDependency[ListPaymentMethods]
    ) -> PaymentMethodsView:
        """Lists the caller's saved payment methods."""
        listed = await list_payment_methods(UserId(caller_of(request).subject))
        return PaymentMethodsView(payment_methods=[PaymentMethodView.of(method) for method in listed])

    @post("/", status_code=201, operation_id="attachPaymentMethod", summary="Save a payment method")
    async def attach(
        self,
        request: Call,
        data: JSONBody[AttachBody],
        attach_payment_method: NamedDependency[AttachPaymentMethod],
        keyed: NamedDependency[KeyedRequests],
    ) -> Response[PaymentMethodView]:
        """Attaches a payment method from Stripe.js to the caller's Stripe customer."""
        user = shopper(request)

        async def act(request_scope: RequestScope) -> Response[PaymentMethodView]:
            method_id = PaymentMethodId(data.payment_method_id)
            attached = await attach_payment_method(
                AttachPaymentMethodCommand(
                    user=user, payment_method_id=method_id, request_scope=request_scope, cause=cause_of(request)
                )
            )
            return Response(PaymentMethodView.of(attached), status_code=201)

        return await keyed(request, act)

    @delete("/{method_id:str}", status_code=204, operation_id="detachPaymentMethod", summary="Remove a payment method")
    async def detach(
        self, request: Call, method_id: MethodPath, detach_payment_method: NamedDependency[DetachPaymentMethod]
    ) -> None:
        """Detaches one of the caller's payment methods permanently."""
        await detach_payment_method(UserId(caller_of(request).subject), existing_method(method_id))
