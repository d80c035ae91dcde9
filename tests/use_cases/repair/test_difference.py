"""A difference between Stripe's records and ours is one line, and what is known or another's is none."""

import pytest

from application.repair.difference import difference_in
from domain.facts.fact import OrderFact
from domain.facts.payment import MethodFact, PaymentState
from domain.identifiers.order_number import order_number
from domain.identifiers.types import PaymentIntentId
from tests.builders import by
from tests.fact_builders import (
    card,
    charge_id_of,
    dispute_fact,
    payment_fact,
    refund_fact,
    refund_total_fact,
    review_fact,
    warning_fact,
)
from tests.use_cases.scenes import paid, unpaid
from tests.world.world import World


@pytest.mark.parametrize(
    ("kind", "what"),
    [
        (payment_fact, "payment"),
        (refund_fact, "refund"),
        (dispute_fact, "dispute"),
        (warning_fact, "warning"),
        (review_fact, "review"),
        (lambda order: refund_total_fact(order, 301), "charge"),
        (
            lambda order: MethodFact(
                payment_intent_id=order.intent.id, charge_id=charge_id_of(order), paid_with=card()
            ),
            "method",
        ),
    ],
)
async def test_every_kind_of_difference_reads_as_one_line(world: World, kind: object, what: str) -> None:
    order = (await unpaid(world)).order
    fact: OrderFact = kind(order)  # type: ignore[operator]
    found = difference_in(order, fact, by())
    assert found is not None
    assert (found.what, found.order_number) == (what, order_number(order.id))
    assert found.id
    assert found.theirs


async def test_what_is_known_or_anothers_is_no_difference(world: World) -> None:
    order = await paid(world)
    assert difference_in(order, payment_fact(order, charge_id=order.intent.charge_id), by()) is None
    other = PaymentIntentId("pi_other")
    assert difference_in(order, refund_fact(order, payment_intent_id=other), by()) is None
    assert difference_in(order, payment_fact(order, PaymentState.CANCELED, payment_intent_id=other), by()) is None
