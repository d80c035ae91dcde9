"""/api/payments: checkouts and their payments."""

from dataclasses import replace
from typing import Any, Final

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import JSONBody

from application.checkout.cancel_checkout import CancelCheckout, CancelCheckoutCommand
from application.checkout.confirm_payment import ConfirmPayment, ConfirmPaymentCommand
from application.checkout.open_checkout import OpenCheckout, OpenCheckoutCommand
from application.checkout.show_payment import ShownPayment, ShowPayment
from application.checkout.start_checkout import StartCheckout, StartCheckoutCommand
from domain.identifiers.types import PaymentIntentId, PaymentMethodId, RequestScope, UserId
from entrypoints.http.bodies.checkout import CancelBody, CheckoutView, ConfirmBody, CreateIntentBody, PaymentView
from entrypoints.http.idempotency.keyed_requests import HEADER, KeyedRequests
from entrypoints.http.problems import Problem, kinds
from entrypoints.http.requests.caller import Call, caller_of, cause_of, note, shopper
from entrypoints.http.requests.guards import OPENED_BY_CHECKOUT, signed_in
from entrypoints.http.validation.locales import understood
from entrypoints.http.validation.paths import IntentPath, existing_intent

_NO_REASON: Final = CancelBody()


class PaymentsController(Controller):
    """Payments of checkouts."""

    path = "/api/payments"
    guards = (signed_in,)
    tags = ("Payments",)

    @post(
        "/create-intent",
        status_code=201,
        opt=OPENED_BY_CHECKOUT,
        operation_id="createPaymentIntent",
        summary="Start or open a checkout",
    )
    async def create_intent(
        self,
        *,
        request: Call,
        data: JSONBody[CreateIntentBody],
        start_checkout: NamedDependency[StartCheckout],
        open_checkout: NamedDependency[OpenCheckout],
        show_payment: NamedDependency[ShowPayment],
        keyed: NamedDependency[KeyedRequests],
    ) -> Response[CheckoutView]:
        """Prices the cart and stores the order, or finds the order that the shop priced; creates its PaymentIntent.

        The same order has the same PaymentIntent each time.
        """
        user, only_order = shopper(request), caller_of(request).order_id
        address = data.shipping_address.domain() if data.shipping_address else None
        if only_order is not None and data.order_id is None:
            raise Problem(kinds.FORBIDDEN, "The token of a checkout opens its own order and nothing else.")

        async def opened(order: str) -> Response[CheckoutView]:
            command = OpenCheckoutCommand(
                user=user,
                only_order=only_order,
                order=order,
                shipping_address=address,
                receipt_email=data.receipt_email,
                locale=understood(data.locale),
                save_payment_method=bool(data.save_payment_method),
                actor=f"user:{user.id}",
                cause=cause_of(request),
            )
            return Response(CheckoutView.of(await open_checkout(command)), status_code=201)

        async def act(request_scope: RequestScope) -> Response[CheckoutView]:
            if data.items is None or address is None:
                return await opened(data.order_id or "")
            command = StartCheckoutCommand(
                user=user,
                items=[item.domain() for item in data.items],
                shipping_address=address,
                currency=data.currency,
                save_payment_method=bool(data.save_payment_method),
                receipt_email=data.receipt_email,
                locale=understood(data.locale),
                replaces=data.replaces,
                request_scope=request_scope,
                has_idempotency_key=HEADER in request.headers,
                actor=f"user:{user.id}",
                cause=cause_of(request),
            )
            return Response(CheckoutView.of(await start_checkout(command)), status_code=201)

        async def reveal(body: dict[str, Any]) -> ShownPayment:
            shown = await show_payment(
                PaymentIntentId(body["paymentIntentId"]), user_id=user.id, is_admin=False, only_order=only_order
            )
            # A replayed answer is the same as the first, so it contains the secret of a finished payment too.
            return replace(shown, client_secret=shown.seen.client_secret)

        return await keyed(request, act, reveal)

    @get(
        "/intent/{intent_id:str}",
        opt=OPENED_BY_CHECKOUT,
        operation_id="getPaymentIntent",
        summary="Show a payment",
    )
    async def show(
        self, request: Call, intent_id: IntentPath, show_payment: NamedDependency[ShowPayment]
    ) -> PaymentView:
        """Returns the payment as it is at Stripe now."""
        caller = caller_of(request)
        shown = await show_payment(
            existing_intent(intent_id),
            user_id=UserId(caller.subject),
            is_admin=caller.is_admin,
            only_order=caller.order_id,
        )
        note(request, order_id=shown.order_id)
        return PaymentView.of(shown)

    @post(
        "/intent/{intent_id:str}/confirm",
        status_code=200,
        opt=OPENED_BY_CHECKOUT,
        operation_id="confirmPaymentIntent",
        summary="Pay with a payment method",
    )
    async def confirm(
        self,
        *,
        request: Call,
        intent_id: IntentPath,
        data: JSONBody[ConfirmBody],
        confirm_payment: NamedDependency[ConfirmPayment],
        show_payment: NamedDependency[ShowPayment],
        keyed: NamedDependency[KeyedRequests],
    ) -> Response[PaymentView]:
        """Pays with one of the caller's payment methods; a paid payment is never charged again."""
        user_id, only_order = UserId(caller_of(request).subject), caller_of(request).order_id
        payment_intent_id = existing_intent(intent_id)

        async def act(_: RequestScope) -> Response[PaymentView]:
            command = ConfirmPaymentCommand(
                user_id=user_id,
                only_order=only_order,
                payment_intent_id=payment_intent_id,
                payment_method_id=PaymentMethodId(data.payment_method_id),
                return_url=data.return_url,
                actor=f"user:{user_id}",
                cause=cause_of(request),
            )
            return Response(PaymentView.of(await confirm_payment(command)), status_code=200)

        async def reveal(_: dict[str, Any]) -> ShownPayment:
            return await show_payment(payment_intent_id, user_id=user_id, is_admin=False, only_order=only_order)

        return await keyed(request, act, reveal)

    @post(
        "/intent/{intent_id:str}/cancel",
        status_code=200,
        opt=OPENED_BY_CHECKOUT,
        operation_id="cancelPaymentIntent",
        summary="Cancel a checkout",
    )
    async def cancel(
        self,
        *,
        request: Call,
        intent_id: IntentPath,
        cancel_checkout: NamedDependency[CancelCheckout],
        keyed: NamedDependency[KeyedRequests],
        data: JSONBody[CancelBody] = _NO_REASON,
    ) -> Response[PaymentView]:
        """Cancels the payment at Stripe; a canceled payment is returned unchanged."""
        user_id, only_order = UserId(caller_of(request).subject), caller_of(request).order_id
        payment_intent_id = existing_intent(intent_id)

        async def act(_: RequestScope) -> Response[PaymentView]:
            command = CancelCheckoutCommand(
                user_id=user_id,
                only_order=only_order,
                payment_intent_id=payment_intent_id,
                reason=data.reason,
                actor=f"user:{user_id}",
                cause=cause_of(request),
            )
            return Response(PaymentView.of(await cancel_checkout(command)), status_code=200)

        return await keyed(request, act)
