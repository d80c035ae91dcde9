"""Failures 23 to 25: amounts, versions and the webhook's answers. The numbers are those of docs/failures.md."""

from dataclasses import replace

import pytest

from application.checkout.quote_cart import QuoteCommand
from application.orders.errors import NotFound
from application.payment_methods.attach_payment_method import AttachPaymentMethodCommand
from domain.catalog.pricing import CartItem
from domain.errors.pricing import CartRefused
from domain.identifiers.types import PaymentMethodId, RequestScope, Sku
from entrypoints.container import Container
from stripe_stand_in.model import NEWEST
from tests.builders import product
from tests.failures.posted import post
from tests.http.till import running
from tests.use_cases.scenes import BOB, intent_of, stored
from tests.world.dashboard import at_stripe
from tests.world.shoppers import ADA, checkout_command, pay, refund_in_dashboard, start
from tests.world.world import WEBHOOK_SECRET, World

OLD = "2022-11-15"


@pytest.mark.parametrize(("currency", "price"), [("jpy", 1299), ("kwd", 1230), ("usd", 1299), ("isk", 129900)])
async def test_23_stripe_is_asked_for_the_price_in_its_own_unit(
    world: World, till: Container, currency: str, price: int
) -> None:
    await world.stores.catalog.put(product("ODD", prices={currency: price}))
    command = replace(checkout_command("key"), items=(CartItem(sku=Sku("ODD"), quantity=1),), currency=currency)
    started = await till.start_checkout()(command)
    asked = world.model.totals.payment(intent_of(started.order))
    assert (asked.amount, asked.currency) == (started.order.total, currency)
    assert started.order.lines[0].total == price
    assert pay(world, started) == "succeeded"
    await world.deliver(till)
    assert (await stored(world, started.order.id)).intent.captured == started.order.total


async def test_23_an_amount_that_can_not_be_paid_is_refused_at_the_quote(world: World, till: Container) -> None:
    await world.stores.catalog.put(product("ODD", prices={"kwd": 1231}))
    with pytest.raises(CartRefused):
        await till.quote_cart()(QuoteCommand(items=(CartItem(sku=Sku("ODD"), quantity=1),), currency="kwd"))
    assert world.model.totals.served.total() == 0


async def test_24_events_of_an_old_version_say_the_same_as_todays() -> None:
    ends = []
    for version in (OLD, NEWEST):
        world = World()
        url = "http://till.example/api/payments/webhook/again"
        endpoint = world.model.register_endpoint(url, WEBHOOK_SECRET, ("*",), api_version=version)
        started = await start(world.till, "first")
        pay(world, started)
        refund_in_dashboard(world, intent_of(started.order), 301)
        await post(world, [each for each in world.model.deliveries_due() if each.endpoint_id == endpoint])
        order = await stored(world, started.order.id)
        ends.append((order.status, order.intent.captured, order.amount_refunded, len(order.refunds)))
    assert ends[0] == ends[1]
    assert ends[0][2] == 301


async def test_25_the_signature_is_checked_over_the_bytes_as_they_came_and_only_a_wrong_one_is_400() -> None:
    async with running() as till:
        created = await till.paid()
        paid = next(each for each in till.model.deliveries_due() if each.event_type == "payment_intent.succeeded")
        path = "/api/payments/webhook"
        touched = await till.http.post(path, content=paid.body + b"\n", headers=paid.headers)
        assert (touched.status_code, touched.json()["code"]) == (400, "invalid_signature")
        as_sent = await till.http.post(path, content=paid.body, headers=paid.headers)
        assert (as_sent.status_code, as_sent.json()) == (200, {"received": True})
        assert (await till.get(f"/api/orders/{created['orderId']}")).json()["status"] == "confirmed"


async def test_25_what_is_foreign_or_unknown_is_acknowledged_and_only_failing_to_store_is_not() -> None:
    async with running() as till:
        till.model.handle(
            "POST",
            "/v1/payment_intents",
            {"Stripe-Version": NEWEST, "Authorization": f"Bearer {till.model.secret_key}"},
            b"amount=1299&currency=usd&payment_method=pm_card_visa&confirm=true&return_url=http%3A%2F%2Fs%2F",
        )
        foreign = till.model.deliveries_due()
        till.stores.faults.down = True
        refused = await till.http.post("/api/payments/webhook", content=foreign[0].body, headers=foreign[0].headers)
        assert refused.status_code == 503
        till.stores.faults.down = False
        assert set(await till.deliver()) == {200}
        assert len(foreign) > 2


async def test_near_miss_a_card_is_detached_by_its_owner_only(world: World, till: Container) -> None:
    saved = await till.attach_payment_method()(
        AttachPaymentMethodCommand(
            user=ADA,
            payment_method_id=PaymentMethodId("pm_card_visa"),
            request_scope=RequestScope("attach"),
            cause="request:attach",
        )
    )
    with pytest.raises(NotFound):
        await till.detach_payment_method()(BOB.id, saved.method.id)
    assert at_stripe(world, "GET", f"/v1/payment_methods/{saved.method.id}")["customer"]
