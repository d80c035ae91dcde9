"""Whatever course an order's refunds take, no more is given back than was paid."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from domain.errors.rule import RuleBroken
from domain.identifiers.types import RefundId
from domain.orders.order import Order
from domain.refunds.refund import RefundStatus
from domain.refunds.request import (
    refund_not_executed,
    refund_outcome_lost,
    refund_refused,
    refund_sent_again,
    refunds_listed,
)
from tests import builders, fact_builders
from tests.unit.domain.refunds.reserving import BY, reserve


@st.composite
def courses(draw: st.DrawFn) -> list[tuple[str, int, int]]:
    acts = st.sampled_from(
        [
            "reserve",
            "reserve anyway",
            "turned away",
            "lost",
            "again",
            "refused",
            "pending",
            "paid out",
            "failed",
            "at stripe",
            "total",
            "listed",
        ]
    )
    return draw(st.lists(st.tuples(acts, st.integers(0, 3), st.integers(-1, 1400)), max_size=25))


@given(courses())
def test_whatever_happens_nothing_is_ever_reserved_beyond_what_is_left(course: list[tuple[str, int, int]]) -> None:
    order = builders.paid()
    for step, (act, which, amount) in enumerate(course):
        ours = RefundId(f"rfd_{which}")
        if act.startswith("reserve"):
            left = order.intent.captured - order.amount_reserved - order.amount_refunded - order.unlisted_refunds
            try:
                after = reserve(order, amount, RefundId(f"rfd_{step}"), has_idempotency_key=act != "reserve")
            except RuleBroken:
                continue
            assert 0 < amount <= left
            assert after.amount_reserved == order.amount_reserved + amount
            assert after.refundable == left - amount
            order = after
        else:
            after = happened(order, act, ours, amount)
            bare = replace(after, changes=order.changes, updated_at=order.updated_at)
            assert (len(after.changes) > len(order.changes)) == (bare != order), "what is not recorded is never saved"
            order = after
        assert 0 <= order.refundable <= order.intent.captured
        assert order.amount_reserved == sum(refund.amount for refund in order.refunds if refund.is_open)


def happened(order: Order, act: str, ours: RefundId, amount: int) -> Order:
    statuses = {"pending": RefundStatus.PENDING, "paid out": RefundStatus.SUCCEEDED, "failed": RefundStatus.FAILED}
    if act in statuses:
        refund = order.requested_refund(ours)
        reported = refund.amount if refund else max(amount, 1)
        return builders.with_facts(order, fact_builders.refund_fact(order, reported, statuses[act], refund_id=ours))
    match act:
        case "turned away":
            return refund_not_executed(order, ours, "rate_limit", BY)
        case "lost":
            return refund_outcome_lost(order, ours, BY)
        case "again":
            return refund_sent_again(order, ours, BY)
        case "refused":
            return refund_refused(order, ours, "no", BY)
        case "at stripe":
            return builders.with_facts(order, fact_builders.refund_fact(order, max(amount, 1)))
        case "total":
            return builders.with_facts(order, fact_builders.refund_total_fact(order, max(amount, 0)))
        case _:
            return refunds_listed(order, order.intent.reported_refunded or 0, BY)
