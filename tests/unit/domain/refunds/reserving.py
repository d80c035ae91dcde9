"""A refund as it is reserved here, and how an order tells of it."""

from domain.identifiers.types import RefundId
from domain.orders.order import Order
from domain.refunds.refund import RefundReason, RequestedRefund, RequestState
from domain.refunds.request import reserve_refund
from tests import builders

BY = builders.by()
FIRST, SECOND = RefundId("rfd_1"), RefundId("rfd_2")


def reserve(order: Order, amount: int, refund_id: RefundId = FIRST, *, has_idempotency_key: bool = False) -> Order:
    return reserve_refund(
        order,
        refund_id=refund_id,
        amount=amount,
        reason=RefundReason.DUPLICATE,
        note="a note",
        parameters=f"amount={amount}",
        has_idempotency_key=has_idempotency_key,
        by=builders.by("admin:boss"),
    )


def refund_of(order: Order, refund_id: RefundId = FIRST) -> RequestedRefund:
    refund = order.requested_refund(refund_id)
    assert refund is not None
    return refund


def state_of(order: Order) -> RequestState:
    return refund_of(order).request.state
