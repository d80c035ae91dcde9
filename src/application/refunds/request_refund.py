"""Request a refund: reserve it in the order, then send it to Stripe."""

from contextlib import suppress
from dataclasses import dataclass

from application.orders.change_order import apply_facts, change
from application.orders.errors import NotFound
from application.ports.storage.failures import StaleOrder, StoreUnavailable
from application.ports.storage.orders import Orders
from application.ports.stripe.failures import Refused, StateConflict
from application.ports.stripe.payments import Payments
from application.ports.stripe.refunds import Refunds
from application.ports.system.clock import Clock
from application.ports.unavailable import Unavailable
from application.refunds.errors import RefundRefused
from application.refunds.send_to_stripe import SendRefund
from application.refunds.settle_refund import SettleRefund
from domain.errors.refunds import PaymentNotCaptured
from domain.identifiers.derivation import refund_id_from
from domain.identifiers.order_number import order_id_of
from domain.identifiers.types import PaymentIntentId, RefundId, RequestScope
from domain.orders.history import Attribution
from domain.orders.order import Order
from domain.refunds.refund import RefundReason, RefundStatus, RequestedRefund
from domain.refunds.request import refund_amount, reserve_refund


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestRefundCommand:
    """How much to refund of which order, named by its id, its number or its intent.

    Without `amount`, all that is left. With `has_idempotency_key`, the caller means each refund that it asks for.
    """

    order: str | None
    payment_intent_id: PaymentIntentId | None
    amount: int | None
    reason: RefundReason | None
    note: str | None
    request_scope: RequestScope
    has_idempotency_key: bool
    actor: str
    cause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundResult:
    """The refund and its order as they now are; a pending one is settled by the worker or by Stripe's webhook."""

    order: Order
    refund: RequestedRefund


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestRefund:
    """A retry in the same scope finds its own reservation, which may have been sent, and settles it."""

    orders: Orders
    payments: Payments
    refunds: Refunds
    send_refund: SendRefund
    settle_refund: SettleRefund
    clock: Clock

    async def __call__(self, command: RequestRefundCommand) -> RefundResult:
        """Raises `NotFound`, what `reserve_refund` raises, `RefundRefused`, and before anything is
        reserved what `Payments` and `Orders` raise. Once it is reserved, an outcome that is not known is no error."""
        order = await self._paid(await self._order(command), command)
        refund_id = refund_id_from(command.request_scope)
        order, just_reserved = await self._reserved(order, refund_id, command)
        # The reserve is durable: where its outcome can't be known or stored now, the worker or the webhook brings it.
        with suppress(Unavailable, Refused, StateConflict, StaleOrder):
            act = self.send_refund if just_reserved else self.settle_refund
            order = await act(order, refund_id, actor=command.actor, cause=command.cause)
        refund = next(refund for refund in order.requested_refunds if refund.id == refund_id)
        if refund.status is RefundStatus.FAILED and refund.stripe_refund_id is None:
            raise RefundRefused(refund.failure_reason or "refused")
        return RefundResult(order=order, refund=refund)

    async def _order(self, command: RequestRefundCommand) -> Order:
        if command.payment_intent_id is not None:
            order = await self.orders.by_intent(command.payment_intent_id)
        else:
            order_id = order_id_of(command.order or "")
            order = await self.orders.get(order_id) if order_id else None
        if order is None:
            raise NotFound("order")
        return order

    async def _paid(self, order: Order, command: RequestRefundCommand) -> Order:
        """The order, of which Stripe is asked where we know of no payment yet: its webhook may be on the way."""
        if order.intent.is_paid or order.intent.id is None:
            return order
        seen = await self.payments.show(order.intent.id)
        by = Attribution(at=self.clock.now(), actor=command.actor, cause=command.cause)
        return await apply_facts(self.orders, order, (seen.fact,), by)

    async def _reserved(self, order: Order, refund_id: RefundId, command: RequestRefundCommand) -> tuple[Order, bool]:
        """The order with the reserve, and whether this call is known to have made it, so that nobody has sent it."""
        by = Attribution(at=self.clock.now(), actor=command.actor, cause=command.cause)
        is_new = False

        def reserved(current: Order) -> Order:
            nonlocal is_new
            is_new = current.requested_refund(refund_id) is None
            if not is_new:
                return current
            payment_intent_id = current.intent.id
            if payment_intent_id is None:
                raise PaymentNotCaptured(current.id)
            amount = refund_amount(current, command.amount, has_idempotency_key=command.has_idempotency_key)
            return reserve_refund(
                current,
                refund_id=refund_id,
                amount=amount,
                reason=command.reason,
                note=command.note,
                parameters=self.refunds.compose(
                    order_id=current.id,
                    refund_id=refund_id,
                    payment_intent_id=payment_intent_id,
                    amount=amount,
                    reason=command.reason,
                ),
                has_idempotency_key=command.has_idempotency_key,
                by=by,
            )

        try:
            return await change(self.orders, order, reserved), is_new
        except StoreUnavailable:
            # The write may have been done although its answer was lost; only then is there something to go on with.
            stored = await self.orders.get(order.id)
            if stored is None or stored.requested_refund(refund_id) is None:
                raise
            return stored, False
