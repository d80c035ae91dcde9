"""Stories of held orders, each act of which may be the last of its process: risk, disputes, inquiries."""

from __future__ import annotations

from application.checkout.start_checkout import StartedCheckout
from application.orders.errors import NotFound
from application.orders.release_hold import ReleaseHoldCommand
from domain.errors.rule import RuleBroken
from entrypoints.container import Container
from tests.crash.moments import Stage
from tests.crash.stories import Story, webhooks, worker
from tests.world.shoppers import ADA, pay, start


async def _release(stage: Stage, started: StartedCheckout) -> None:
    async def release(till: Container) -> None:
        order = await till.show_order()(started.order.id, user_id=ADA.id, is_admin=True)
        for hold in order.holds:
            try:
                await till.release_hold()(
                    ReleaseHoldCommand(
                        order=order.id, hold_id=hold.id, note="seen", actor="admin:grace", cause="request:release"
                    )
                )
            except (RuleBroken, NotFound):
                return

    await stage.play(release)


async def a_payment_of_elevated_risk(stage: Stage) -> None:
    started = await stage.play(lambda till: start(till, "first"))
    if started is None:
        return
    pay(stage.world, started, "pm_card_riskLevelElevated")
    await webhooks(stage)
    await worker(stage)
    await _release(stage, started)
    await worker(stage)


async def a_payment_whose_charge_is_never_reported(stage: Stage) -> None:
    started = await start(stage.world.till, "first")
    pay(stage.world, started, "pm_card_riskLevelElevated")
    await stage.play(lambda till: stage.world.deliver(till, lost="charge.succeeded"))
    stage.world.clock.advance(31)
    await worker(stage)
    await _release(stage, started)
    await worker(stage)


async def a_dispute_lost_and_released(stage: Stage) -> None:
    started = await start(stage.world.till, "first")
    pay(stage.world, started)
    await stage.world.deliver(stage.world.till)
    dispute = stage.world.model.open_dispute(started.order.intent.id or "")
    await webhooks(stage)
    await worker(stage)
    stage.world.model.close_dispute(dispute, "lost")
    await webhooks(stage)
    await _release(stage, started)
    await worker(stage)


async def an_inquiry_closed_and_escalated(stage: Stage) -> None:
    started = await start(stage.world.till, "first")
    pay(stage.world, started)
    await stage.world.deliver(stage.world.till)
    dispute = stage.world.model.open_dispute(started.order.intent.id or "", inquiry=True, refundable=True)
    await webhooks(stage)
    stage.world.model.close_dispute(dispute, "warning_closed")
    await webhooks(stage)
    stage.world.model.escalate_inquiry(dispute)
    await webhooks(stage)
    await worker(stage)


CASE_STORIES: tuple[Story, ...] = (
    a_payment_of_elevated_risk,
    a_payment_whose_charge_is_never_reported,
    a_dispute_lost_and_released,
    an_inquiry_closed_and_escalated,
)
