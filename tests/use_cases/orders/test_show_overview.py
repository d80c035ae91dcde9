"""What waits for a person, in one look."""

from domain.orders.holds import HoldReason
from domain.refunds.refund import RefundStatus
from entrypoints.container import Container
from tests.use_cases.scenes import intent_of, paid
from tests.world.shoppers import refund_in_dashboard
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
