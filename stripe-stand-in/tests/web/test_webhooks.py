"""Webhooks are signed, come at once, come again until they are taken, and survive the process that owes them."""

import asyncio
from pathlib import Path

from stripe_stand_in.testing import WEBHOOK_SECRET, RunningStandIn
from tests.web.sdk import client_of
from tests.web.shop import Shop, open_shop


async def start(data: Path, shop: Shop) -> RunningStandIn:
    return await asyncio.to_thread(RunningStandIn, data, "--webhook-url", shop.url, "--webhook-secret", WEBHOOK_SECRET)


async def pay(stand_in: RunningStandIn) -> str:
    intent = await asyncio.to_thread(
        client_of(stand_in).v1.payment_intents.create,
        {"amount": 1299, "currency": "usd", "payment_method": "pm_card_visa", "confirm": True,
         "automatic_payment_methods": {"enabled": True, "allow_redirects": "never"}},
    )  # fmt: skip
    return intent.id


async def test_a_payment_is_delivered_at_once_and_signed(tmp_path: Path) -> None:
    async with open_shop() as shop:
        stand_in = await start(tmp_path, shop)
        intent = await pay(stand_in)
        await shop.until(lambda types: "payment_intent.succeeded" in types)
        event = next(event for event in shop.received if event.type == "payment_intent.succeeded")
        assert (event.data.object["id"], event.api_version) == (intent, "2026-10-28.endive")
        assert await asyncio.to_thread(stand_in.stop) == 0


async def test_a_refused_event_is_retried(tmp_path: Path) -> None:
    async with open_shop() as shop:
        stand_in = await start(tmp_path, shop)
        shop.responses = [500, 302]
        await asyncio.to_thread(client_of(stand_in).v1.customers.create, {})
        await shop.until(lambda types: types.count("customer.created") == 3)
        assert len({event.id for event in shop.received}) == 1
        assert await asyncio.to_thread(stand_in.stop) == 0


async def test_pending_deliveries_of_a_killed_stand_in_follow_its_restart_to_the_new_address(tmp_path: Path) -> None:
    async with open_shop() as closed:
        pass
    stand_in = await start(tmp_path, closed)
    intent = await pay(stand_in)
    stand_in.kill()

    async with open_shop() as shop:
        stand_in = await start(tmp_path, shop)
        await shop.until(lambda types: "payment_intent.succeeded" in types)
        assert {event.data.object["id"] for event in shop.received if event.type.startswith("payment_intent")} == {
            intent
        }
        assert await asyncio.to_thread(stand_in.stop) == 0


async def test_an_accepted_delivery_is_not_sent_again_after_a_restart(tmp_path: Path) -> None:
    async with open_shop() as shop:
        stand_in = await start(tmp_path, shop)
        customer = await asyncio.to_thread(client_of(stand_in).v1.customers.create, {})
        await shop.until(lambda types: len(types) == 1)
        assert await asyncio.to_thread(stand_in.stop) == 0

        stand_in = await start(tmp_path, shop)
        await asyncio.to_thread(client_of(stand_in).v1.customers.delete, customer.id)
        await shop.until(lambda types: "customer.deleted" in types)
        assert [event.type for event in shop.received] == ["customer.created", "customer.deleted"]
        assert await asyncio.to_thread(stand_in.stop) == 0


async def test_a_bank_debit_settles_by_itself_with_an_event(tmp_path: Path) -> None:
    async with open_shop() as shop:
        stand_in = await asyncio.to_thread(
            RunningStandIn, tmp_path, "--webhook-url", shop.url, "--webhook-secret", WEBHOOK_SECRET,
            "--settle-after", "0.5",
        )  # fmt: skip
        intent = await asyncio.to_thread(
            client_of(stand_in).v1.payment_intents.create,
            {"amount": 1299, "currency": "usd", "payment_method": "pm_usBankAccount_success", "confirm": True,
             "allowed_payment_method_types": ["us_bank_account"],
             "mandate_data": {"customer_acceptance": {"type": "offline"}}},
        )  # fmt: skip
        assert intent.status == "processing"
        await shop.until(lambda types: "payment_intent.succeeded" in types)
        assert await asyncio.to_thread(stand_in.stop) == 0


async def test_an_event_is_resent_on_request(tmp_path: Path) -> None:
    async with open_shop() as shop:
        stand_in = await start(tmp_path, shop)
        await asyncio.to_thread(client_of(stand_in).v1.customers.create, {})
        await shop.until(lambda types: len(types) == 1)
        await asyncio.to_thread(client_of(stand_in).raw_request, "post", f"/v1/events/{shop.received[0].id}/retry")
        await shop.until(lambda types: len(types) == 2)
        assert shop.received[0].id == shop.received[1].id
        assert await asyncio.to_thread(stand_in.stop) == 0
