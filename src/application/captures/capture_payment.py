"""Take what was authorized: record it in the order, then ask Stripe."""

from contextlib import suppress
from dataclasses import dataclass

from application.captures.errors import CaptureRefused
from application.captures.send_capture import SendCapture
from application.captures.settle_capture import SettleCapture
from application.orders.change_order import apply_facts, change
from application.orders.errors import NotFound
from application.ports.storage.failures import StaleOrder, StoreUnavailable
from application.ports.storage.orders import Orders
from application.ports.stripe.failures import Refused, StateConflict
from application.ports.stripe.payments import Payments
from application.ports.system.clock import Clock
from application.ports.unavailable import Unavailable
from domain.errors.captures import NothingToCapture
from domain.identifiers.order_number import order_id_of
from domain.identifiers.types import PaymentIntentId, RequestScope
from domain.orders.history import Attribution
from domain.orders.order import Order
from domain.payments.request_capture import request_capture


@dataclass(frozen=True, slots=True, kw_only=True)
class CapturePaymentCommand:
    """What to take of which order, named by its id, its number or its intent; without `amount`, all of it."""

    order: str | None
    payment_intent_id: PaymentIntentId | None
    amount: int | None
    request_scope: RequestScope
    actor: str
    cause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CapturePayment:
    """A retry finds its own capture, which may have been sent, and settles it."""

    orders: Orders
    payments: Payments
    send_capture: SendCapture
    settle_capture: SettleCapture
    clock: Clock

    async def __call__(self, command: CapturePaymentCommand) -> Order:
        """Raises `NotFound`, what `request_capture` raises, `CaptureRefused`, and before anything is recorded what
        `Payments` and `Orders` raise. Once it is recorded, an outcome that is not known is no error."""
        order = await self._known(await self._order(command), command)
        order, is_new = await self._requested(order, command)
        # The capture is durable: where its outcome can't be known or stored now, the worker or the webhook brings it.
        with suppress(Unavailable, Refused, StateConflict, StaleOrder):
            act = self.send_capture if is_new else self.settle_capture
            order = await act(order, actor=command.actor, cause=command.cause)
        if order.is_uncaptured and order.unsettled_capture is None:
            raise CaptureRefused("refused")
        if not order.is_uncaptured and not order.intent.is_paid:
            raise NothingToCapture(order.payment_status)
        return order

    async def _order(self, command: CapturePaymentCommand) -> Order:
        if command.payment_intent_id is not None:
            order = await self.orders.by_intent(command.payment_intent_id)
        else:
            order_id = order_id_of(command.order or "")
            order = await self.orders.get(order_id) if order_id else None
        if order is None:
            raise NotFound("order")
        return order

    async def _known(self, order: Order, command: CapturePaymentCommand) -> Order:
        """The order, of whose authorization Stripe is asked where none is known yet: its webhook may be on the way."""
        if order.intent.is_final or order.is_uncaptured or order.intent.id is None:
            return order
        seen = await self.payments.show(order.intent.id)
        by = Attribution(at=self.clock.now(), actor=command.actor, cause=command.cause)
        return await apply_facts(self.orders, order, (seen.fact,), by)

    async def _requested(self, order: Order, command: CapturePaymentCommand) -> tuple[Order, bool]:
        """The order with the capture, and whether this call recorded it, so that nobody has sent it."""
        by = Attribution(at=self.clock.now(), actor=command.actor, cause=command.cause)
        is_new = False

        def requested(now: Order) -> Order:
            nonlocal is_new
            is_new = not _is_repeated(now, command)
            return request_capture(now, command.amount, command.request_scope, by) if is_new else now

        try:
            return await change(self.orders, order, requested), is_new
        except StoreUnavailable:
            # The write may have been done although its answer was lost; only then is there something to go on with.
            stored = await self.orders.get(order.id)
            if stored is None or not _is_repeated(stored, command):
                raise
            return stored, False


def _is_repeated(order: Order, command: CapturePaymentCommand) -> bool:
    """Whether this very capture was recorded before: by the same request, or one for the same that is under way."""
    capture = order.intent.capture
    if capture is None or (capture.is_settled and not order.intent.is_paid):
        return False
    if capture.request_scope == command.request_scope:
        return True
    return not capture.is_settled and command.amount in (None, capture.amount)
