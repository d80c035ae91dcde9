"""A user who reaches the limit of declines loses every open payment, also those that only a browser confirms."""

import asyncio

import pytest

from application.checkout import stop_card_testing
from application.checkout.card_testing import MAX_DECLINES, WITHIN
from application.checkout.errors import CardDeclined, TooManyDeclines
from application.payment_methods.attach_payment_method import AttachPaymentMethodCommand
from application.ports.storage.inbox import EventStatus
from domain.facts.payment import PaymentState
from domain.identifiers.types import PaymentMethodId, RequestScope
from domain.orders.order import OrderStatus
from domain.payments.intent import Closing
from entrypoints.container import Container
from stripe_stand_in.model import Fault
from tests.use_cases.scenes import BOB, intent_of, stored, unpaid
from tests.world.dashboard import at_stripe
from tests.world.shoppers import pay, start
from tests.world.world import World

DECLINED = "pm_card_visa_chargeDeclined"


async def test_a_browser_that_only_confirms_is_stopped_by_its_tenth_decline(
    world: World, till: Container, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stop_card_testing, "_PAGE", 1)
    tried, open_ = await unpaid(world), await unpaid(world, "second")
    bobs = await start(till, "bobs", user=BOB)
    for _ in range(MAX_DECLINES - 1):
        pay(world, tried, DECLINED)
    await world.deliver(till)
    assert (await stored(world, open_.order.id)).status is OrderStatus.PENDING

    pay(world, tried, DECLINED)
    await world.deliver(till)

    for order in (tried.order, open_.order):
        ended = await stored(world, order.id)
        assert (ended.status, ended.intent.closing) == (OrderStatus.CANCELED, Closing.CARD_TESTING)
        assert world.model.totals.payment(intent_of(order)).status == "canceled"
    assert (await stored(world, bobs.order.id)).status is OrderStatus.PENDING
    assert pay(world, open_) != "succeeded"


async def test_a_declined_attachment_at_the_limit_stops_open_payments_too(world: World, till: Container) -> None:
    open_ = await unpaid(world)
    card = at_stripe(world, "POST", "/v1/payment_methods", type="card", card__token="tok_chargeDeclined")["id"]
    for number in range(MAX_DECLINES):
        assert (await stored(world, open_.order.id)).status is OrderStatus.PENDING
        with pytest.raises(CardDeclined):
            await till.attach_payment_method()(
                AttachPaymentMethodCommand(
                    user=(await world.stores.users.get(open_.order.user_id)) or BOB,
                    payment_method_id=PaymentMethodId(card),
                    request_scope=RequestScope(f"try {number}"),
                    cause="request:attach",
                )
            )
    assert (await stored(world, open_.order.id)).status is OrderStatus.CANCELED


async def test_a_paid_order_is_left_alone(world: World, till: Container) -> None:
    paid, tried = await unpaid(world), await unpaid(world, "second")
    pay(world, paid)
    for _ in range(MAX_DECLINES):
        pay(world, tried, DECLINED)
    await world.deliver(till)
    assert (await stored(world, paid.order.id)).intent.state is PaymentState.SUCCEEDED
    assert (await stored(world, tried.order.id)).status is OrderStatus.CANCELED


async def test_an_event_that_could_not_stop_it_is_applied_again(world: World, till: Container) -> None:
    tried = await unpaid(world)
    for _ in range(MAX_DECLINES):
        pay(world, tried, DECLINED)
    world.model.faults.next("POST /v1/payment_intents/*/cancel", Fault.RATE_LIMIT)
    await world.deliver(till)
    page = await world.stores.inbox.page(status=EventStatus.DUE, limit=9, cursor=None)
    assert len(page.entries) == 1
    assert (await stored(world, tried.order.id)).status is OrderStatus.PENDING

    world.clock.advance(60)
    await till.retry_events()()

    assert (await stored(world, tried.order.id)).status is OrderStatus.CANCELED


async def test_declines_in_browsers_and_attempts_at_once_count_together(world: World, till: Container) -> None:
    tried = await unpaid(world)
    for _ in range(MAX_DECLINES - 1):
        pay(world, tried, DECLINED)
    await world.deliver(till)
    ada = await world.stores.users.get(tried.order.user_id)
    assert ada is not None
    attempts = [
        AttachPaymentMethodCommand(
            user=ada,
            payment_method_id=PaymentMethodId("pm_card_visa"),
            request_scope=RequestScope(f"try {number}"),
            cause="request:attach",
        )
        for number in range(3)
    ]
    ends = await asyncio.gather(*map(till.attach_payment_method(), attempts), return_exceptions=True)
    assert sum(isinstance(end, TooManyDeclines) for end in ends) >= 2
    ada = await world.stores.users.get(ada.id)
    assert ada is not None
    assert ada.declines_since(world.clock.now() - WITHIN) == MAX_DECLINES - 1
