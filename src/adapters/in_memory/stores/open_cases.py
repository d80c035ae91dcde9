"""Disputes and refunds that wait for a person, in memory."""

from collections.abc import Sequence
from datetime import UTC, datetime

from adapters.in_memory.stores.paging import cursor_of, place_of
from adapters.in_memory.stores.stored_order import OrderTable
from application.ports.storage.open_cases import AuthorizationCase, DisputeCase, DisputePage, RefundCase
from domain.disputes.dispute import DisputeStatus
from domain.orders.order import PaymentStatus
from domain.refunds.refund import Refund, RefundStatus, RequestedRefund

_FOR_EVER = datetime(2200, 1, 1, tzinfo=UTC)


class InMemoryOpenCases:
    """Keeps the port `OpenCases`."""

    def __init__(self, table: OrderTable) -> None:
        self._table = table

    async def disputes(
        self, *, statuses: Sequence[DisputeStatus] | None, limit: int, cursor: str | None
    ) -> DisputePage:
        after = place_of(cursor) if cursor is not None else None
        async with self._table.faults.call():
            cases = [
                DisputeCase(order_id=stored.order.id, dispute=dispute)
                for stored in self._table.stored.values()
                for dispute in stored.order.disputes
                if statuses is None or dispute.status in statuses
            ]
        rest = sorted((case for case in cases if after is None or _place(case) > after), key=_place)
        page = tuple(rest[:limit])
        return DisputePage(cases=page, cursor=cursor_of(*_place(page[-1])) if len(rest) > limit else None)

    async def refunds(self, *, since: datetime, limit: int) -> Sequence[RefundCase]:
        async with self._table.faults.call():
            cases = [
                RefundCase(order_id=stored.order.id, currency=stored.order.currency.code, refund=refund)
                for stored in self._table.stored.values()
                for refund in stored.order.refunds
                if _waits(refund, since)
            ]
        return sorted(cases, key=lambda case: (case.refund.created_at, case.refund.id), reverse=True)[:limit]

    async def lapsing_authorizations(self, *, before: datetime, limit: int) -> Sequence[AuthorizationCase]:
        async with self._table.faults.call():
            cases = [
                AuthorizationCase(
                    order_id=order.id,
                    amount=order.amount_capturable,
                    currency=order.currency.code,
                    capture_before=order.intent.capture_before,
                )
                for order in (stored.order for stored in self._table.stored.values())
                if order.payment_status is PaymentStatus.AUTHORIZED
                and order.intent.capture_before is not None
                and order.intent.capture_before < before
            ]
        return sorted(cases, key=lambda case: (case.capture_before, case.order_id))[:limit]


def _place(case: DisputeCase) -> tuple[datetime, str]:
    return case.dispute.due_by or _FOR_EVER, case.dispute.id


def _waits(refund: Refund, since: datetime) -> bool:
    if refund.status is RefundStatus.FAILED:
        return refund.created_at >= since
    if refund.is_open and refund.delay_notified:
        return True
    return isinstance(refund, RequestedRefund) and refund.is_unsettled and refund.request.overdue_notified
