"""What waits for a person, in one look."""

from application.orders.show_overview import LAPSING_WITHIN
from domain.orders.holds import HoldReason
from domain.payments.intent import CaptureMethod
from domain.refunds.refund import RefundStatus
from entrypoints.container import Container
from tests.use_cases.scenes import intent_of, paid, stored
from tests.world.shoppers import pay, refund_in_dashboard
from tests.world.shops import create, open_link
from tests.world.world import World


async def test_an_overview_names_what_waits(world: World, till: Container) -> None:
    nothing = await till.show_overview()()
    assert (nothing.disputes, list(nothing.refunds), nothing.figures.dead_letters) == ((), [], 0)
    order = await paid(world)
    refund = refund_in_dashboard(world, intent_of(order), 301)
    await world.deliver(till)
    world.model.settle_refund(refund, ok=False)
    world.model.open_dispute(intent_of(order))
    await world.deliver(till)

    overview = await till.show_overview()()

    assert [case.order_id for case in overview.disputes] == [order.id]
    assert [(case.order_id, case.refund.status) for case in overview.refunds] == [(order.id, RefundStatus.FAILED)]
    assert overview.figures.open_holds[HoldReason.DISPUTE] == 1


async def test_an_overview_names_authorizations_that_are_about_to_lapse(world: World, till: Container) -> None:
    created = await create(till, "one", capture_method=CaptureMethod.MANUAL)
    opened = await open_link(till, created.order.id)
    pay(world, opened)
    await world.deliver(till)
    order = await stored(world, created.order.id)
    assert order.intent.capture_before is not None
    assert (await till.show_overview()()).authorizations == []

    left = order.intent.capture_before - LAPSING_WITHIN - world.clock.now()
    world.clock.advance(left.total_seconds() + 1)

    (case,) = (await till.show_overview()()).authorizations
    assert (case.order_id, case.amount, case.capture_before) == (
        order.id,
        order.amount_capturable,
        order.intent.capture_before,
    )
