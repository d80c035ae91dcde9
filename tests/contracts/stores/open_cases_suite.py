"""What the port `OpenCases` promises."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from domain.disputes.dispute import DisputeStatus
from domain.facts.payment import PaymentState
from domain.orders.history import Attribution
from domain.orders.order import Order
from domain.payments.intent import CaptureMethod
from domain.refunds.refund import RefundStatus
from domain.refunds.request import refund_overdue
from tests.builders import asked, checkout, paid, with_facts, with_refund_reserved
from tests.contracts.stores.stores import Stores
from tests.fact_builders import dispute_fact, payment_fact, refund_fact
from tests.when import AT, after


async def disputed(stores: Stores, status: DisputeStatus = DisputeStatus.NEEDS_RESPONSE, **given: object) -> Order:
    order = paid(checkout())
    return await stores.orders.add(with_facts(order, dispute_fact(order, status, **given)))


def overdue(order: Order) -> Order:
    """The order whose refund has had no answer for so long that the operator is notified."""
    by = Attribution(at=after(hours=25), actor="till", cause="worker:settle")
    return refund_overdue(order, order.refunds[0].id, by)


def authorized(capture_before: datetime) -> Order:
    """An order whose payment is authorized until then."""
    order = asked(replace(checkout(), capture_method=CaptureMethod.MANUAL))
    fact = payment_fact(
        order,
        PaymentState.UNCAPTURED,
        manual_capture=True,
        amount_capturable=order.total,
        capture_before=capture_before,
    )
    return with_facts(order, fact)


class OpenCasesSuite:
    async def test_disputes_come_by_their_deadline_page_by_page(self, stores: Stores) -> None:
        without = await disputed(stores)
        late = await disputed(stores, due_by=after(hours=72))
        soon = await disputed(stores, due_by=after(hours=24))
        won = await disputed(stores, DisputeStatus.WON, due_by=after(hours=1))
        await stores.orders.add(paid(checkout()))
        seen = []
        cursor = None
        for expected in (3, 1):
            page = await stores.open_cases.disputes(statuses=None, limit=3, cursor=cursor)
            assert len(page.cases) == expected
            seen += page.cases
            cursor = page.cursor
        assert cursor is None
        assert [case.order_id for case in seen] == [won.id, soon.id, late.id, without.id]
        assert seen[1].dispute == soon.disputes[0]

    async def test_disputes_are_filtered_by_status(self, stores: Stores) -> None:
        open_ = await disputed(stores, due_by=after(hours=24))
        await disputed(stores, DisputeStatus.LOST, due_by=after(hours=24))
        page = await stores.open_cases.disputes(statuses=(DisputeStatus.NEEDS_RESPONSE,), limit=9, cursor=None)
        assert [case.order_id for case in page.cases] == [open_.id]

    @pytest.mark.parametrize("cursor", ["nonsense", "", ":", "é"])
    async def test_a_malformed_cursor_is_refused(self, stores: Stores, cursor: str) -> None:
        with pytest.raises(ValueError, match="malformed cursor"):
            await stores.open_cases.disputes(statuses=None, limit=2, cursor=cursor)

    async def test_refunds_that_failed_lately_are_found(self, stores: Stores) -> None:
        order = paid(checkout())
        order = with_facts(
            order,
            refund_fact(order, 301, RefundStatus.FAILED, created_at=after(minutes=5)),
            refund_fact(order, 299, RefundStatus.FAILED, created_at=after(minutes=-5)),
            refund_fact(order, 100, RefundStatus.SUCCEEDED, created_at=after(minutes=5)),
        )
        await stores.orders.add(order)
        cases = await stores.open_cases.refunds(since=AT, limit=9)
        assert [(case.order_id, case.refund.amount, case.currency) for case in cases] == [
            (order.id, 301, order.currency.code)
        ]

    async def test_refunds_whose_outcome_is_overdue_are_found(self, stores: Stores) -> None:
        unsettled = overdue(with_refund_reserved(paid(checkout())))
        await stores.orders.add(unsettled)
        await stores.orders.add(with_refund_reserved(paid(checkout())))
        cases = await stores.open_cases.refunds(since=after(hours=9), limit=9)
        assert [case.refund for case in cases] == list(unsettled.refunds)

    async def test_refunds_that_wait_for_somebody_are_found_until_they_succeed(self, stores: Stores) -> None:
        order = paid(checkout())
        waiting = refund_fact(order, 301, RefundStatus.REQUIRES_ACTION, created_at=after(minutes=5))
        young = refund_fact(order, 299, RefundStatus.PENDING, created_at=after(minutes=6))
        stored = await stores.orders.add(with_facts(order, waiting, young))
        cases = await stores.open_cases.refunds(since=after(hours=9), limit=9)
        assert [(case.order_id, case.refund.amount) for case in cases] == [(order.id, 301)]
        await stores.orders.save(with_facts(stored, replace(waiting, status=RefundStatus.SUCCEEDED)))
        assert list(await stores.open_cases.refunds(since=after(hours=9), limit=9)) == []

    async def test_authorizations_that_lapse_soon_are_found(self, stores: Stores) -> None:
        soon, late = authorized(after(hours=24)), authorized(after(hours=72))
        for order in (late, soon, checkout()):
            await stores.orders.add(order)
        cases = await stores.open_cases.lapsing_authorizations(before=after(hours=96), limit=9)
        assert [(case.order_id, case.capture_before) for case in cases] == [
            (soon.id, after(hours=24)),
            (late.id, after(hours=72)),
        ]
        assert [case.amount for case in cases] == [soon.amount_capturable, late.amount_capturable]
        assert await stores.open_cases.lapsing_authorizations(before=after(hours=24), limit=9) == []
