"""Disputes as their webhooks bring them: early, late, opened again, and without the intent they are about."""

from dataclasses import replace

from application.ports.storage.outbox import Audience
from domain.disputes.dispute import DisputeStatus
from domain.facts.outcome import FactOutcome
from domain.identifiers.types import ChargeId, DisputeId
from domain.orders.history import EntryType
from domain.orders.order import OrderStatus
from entrypoints.container import Container
from tests.fact_builders import dispute_fact
from tests.use_cases.scenes import intent_of, paid, recorded, stored
from tests.world.trouble import meanwhile, meeting
from tests.world.world import World


async def test_an_inquiry_that_is_escalated_after_it_was_closed_holds_the_order_again(
    world: World, till: Container
) -> None:
    order = await paid(world)
    dispute = world.model.open_dispute(intent_of(order), inquiry=True, refundable=True)
    await world.deliver(till)
    world.model.close_dispute(dispute, "warning_closed")
    await world.deliver(till)
    assert (await stored(world, order.id)).status is OrderStatus.CONFIRMED

    world.model.escalate_inquiry(dispute)
    await world.deliver(till)

    escalated = await stored(world, order.id)
    assert escalated.disputes[0].status is DisputeStatus.NEEDS_RESPONSE
    assert (escalated.status, escalated.refundable) == (OrderStatus.ON_HOLD, 0)
    assert (await recorded(world, order.id)).count(EntryType.DISPUTE_OPENED) == 2


async def test_a_late_event_of_an_earlier_state_is_compared_with_the_dispute_itself(
    world: World, till: Container
) -> None:
    order = await paid(world)
    dispute = world.model.open_dispute(intent_of(order))
    opened = world.model.deliveries_due()
    world.model.close_dispute(dispute, "won")
    late = {delivery.id for delivery in opened}
    receive = till.receive_event()
    for delivery in world.model.deliveries_due():
        if delivery.id not in late:
            await receive(delivery.body, dict(delivery.headers)["Stripe-Signature"])
    won = await stored(world, order.id)
    assert won.disputes[0].status is DisputeStatus.WON

    for delivery in opened:
        await receive(delivery.body, dict(delivery.headers)["Stripe-Signature"])
    assert await stored(world, order.id) == won


async def test_an_escalation_that_comes_amid_the_closing_before_it_is_not_taken_back(
    world: World, till: Container
) -> None:
    order = await paid(world)
    dispute = world.model.open_dispute(intent_of(order), inquiry=True, refundable=True)
    await world.deliver(till)
    world.model.close_dispute(dispute, "warning_closed")
    (closed,) = world.model.deliveries_due()

    async def escalate() -> None:
        world.model.escalate_inquiry(dispute)
        for delivery in world.model.deliveries_due():
            if delivery.id != closed.id:
                await till.receive_event()(delivery.body, dict(delivery.headers)["Stripe-Signature"])

    with meeting(meanwhile("stores.orders", "save", escalate)):
        await till.receive_event()(closed.body, dict(closed.headers)["Stripe-Signature"])

    known = await stored(world, order.id)
    assert known.disputes[0].status is DisputeStatus.NEEDS_RESPONSE
    assert known.status is OrderStatus.ON_HOLD


async def test_what_was_read_of_a_dispute_before_it_was_won_does_not_outlast_that(
    world: World, till: Container
) -> None:
    order = await paid(world)
    dispute = world.model.open_dispute(intent_of(order))
    opened = world.model.deliveries_due()
    await world.deliver(till)
    world.model.close_dispute(dispute, "lost")
    await world.deliver(till)

    async def win() -> None:
        world.model.appeal_dispute(dispute)
        world.model.close_dispute(dispute, "won")
        await world.deliver(till)

    with meeting(meanwhile("case_records", "dispute", win, late=True)):
        for delivery in opened:
            await till.receive_event()(delivery.body, dict(delivery.headers)["Stripe-Signature"])

    known = await stored(world, order.id)
    assert known.disputes[0].status is DisputeStatus.WON
    assert known.status is OrderStatus.CONFIRMED


async def test_a_dispute_that_was_read_takes_back_nothing_that_came_since(world: World, till: Container) -> None:
    order = await paid(world)
    dispute = world.model.open_dispute(intent_of(order))
    await world.deliver(till)
    world.model.close_dispute(dispute, "lost")
    read = await till.case_records().dispute(DisputeId(dispute))
    world.model.appeal_dispute(dispute)
    world.model.close_dispute(dispute, "won")
    await world.deliver(till)

    await till.apply_fact()(read, cause="reconcile:1")

    assert (await stored(world, order.id)).disputes[0].status is DisputeStatus.WON


async def test_a_dispute_that_names_no_intent_is_found_by_its_charge(world: World, till: Container) -> None:
    order = await paid(world)
    assert order.intent.charge_id is not None
    of_charge = replace(dispute_fact(order), payment_intent_id=None)

    result = await till.apply_fact()(of_charge, cause="event:evt_1")
    assert result.outcome is FactOutcome.APPLIED
    assert (await stored(world, order.id)).status is OrderStatus.ON_HOLD

    unknown = replace(of_charge, charge_id=ChargeId("ch_unknown"))
    assert (await till.apply_fact()(unknown, cause="event:evt_2")).outcome is FactOutcome.UNMATCHED


async def test_the_worker_reminds_of_a_dispute_that_waits_for_an_answer(world: World, till: Container) -> None:
    order = await paid(world)
    world.model.open_dispute(intent_of(order))
    await world.deliver(till)
    due_by = (await stored(world, order.id)).disputes[0].due_by
    assert due_by is not None
    for hours in (71, 23):
        world.clock.advance((due_by - world.clock.now()).total_seconds() - hours * 3600)
        await world.work(till)
    assert (await recorded(world, order.id)).count(EntryType.DISPUTE_DEADLINE_NEAR) == 2
    alerted = [mail.entry.type for mail in world.mailer.mails if mail.to is Audience.OPERATOR and mail.entry]
    assert alerted == [EntryType.DISPUTE_OPENED, *[EntryType.DISPUTE_DEADLINE_NEAR] * 2]
