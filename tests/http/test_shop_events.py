"""What the shop's systems pull, and what operators see of what they were sent."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from application.ports.shop.webhooks import endpoint_at
from application.ports.storage.shop_outbox import DeliveryOutcome
from tests.http.till import Till, running
from tests.when import after

URL = "https://stock.example/hooks?token=abc"
SECRET = "whsec_" + "c2hvcCdzIHNlY3JldCBvZiB0aGVzZSB0ZXN0cw=="
STOCK = endpoint_at(URL)


@pytest_asyncio.fixture
async def notified() -> AsyncIterator[Till]:
    """A Till with one endpoint to notify."""
    async with running(SHOP_WEBHOOK_URL=URL, SHOP_WEBHOOK_SECRET=SECRET) as till:
        yield till


async def give_up(till: Till) -> None:
    (pending,) = await till.stores.shop_outbox.pending(STOCK.id, till.clock.now(), 10)
    outcome = DeliveryOutcome(seq=pending.order.head.seq, at=after(days=5), attempts=17, reason="status 500")
    assert await till.stores.shop_outbox.settle(pending, pending.order.head.seq, outcome)


async def test_changes_are_pulled_by_the_shop_until_the_cursor_stays(till: Till) -> None:
    first, second = await till.paid(), await till.started()
    page = (await till.get("/api/orders/changes?limit=1", till.shop)).json()
    assert [order["id"] for order in page["orders"]] == [first["orderId"]]
    assert page["orders"][0]["payment"]["amountCaptured"] == first["amount"]
    rest = (await till.get(f"/api/orders/changes?after={page['nextCursor']}", till.admin)).json()
    assert [order["id"] for order in rest["orders"]] == [second["orderId"]]
    end = (await till.get(f"/api/orders/changes?after={rest['nextCursor']}", till.shop)).json()
    assert end == {"orders": [], "nextCursor": rest["nextCursor"]}


async def test_changes_are_closed_to_shoppers_and_a_wrong_cursor_is_named(till: Till) -> None:
    assert (await till.get("/api/orders/changes")).status_code == 403
    wrong = await till.get("/api/orders/changes?after=nonsense", till.shop)
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "query.after")


async def test_an_event_is_listed_while_it_waits_and_where_it_was_given_up(notified: Till) -> None:
    created = await notified.paid()
    (waiting,) = (await notified.get("/api/admin/deliveries", notified.admin)).json()["deliveries"]
    notified.clock.advance(300)
    overview = (await notified.get("/api/admin/overview", notified.admin)).json()
    assert overview["oldestUndelivered"] == 300
    for name in (waiting["orderId"], waiting["orderNumber"]):
        of_order = (await notified.get(f"/api/admin/deliveries?orderId={name}", notified.admin)).json()
        assert of_order == {"deliveries": [waiting], "nextCursor": None}
    none = (await notified.get("/api/admin/deliveries?orderId=none", notified.admin)).json()
    assert none == {"deliveries": [], "nextCursor": None}
    assert waiting == {
        "id": f"{created['orderId']}.{waiting['seq']}.{STOCK.id}",
        "eventId": f"{created['orderId']}.{waiting['seq']}",
        "type": "order.confirmed",
        "orderId": created["orderId"],
        "orderNumber": created["orderNumber"],
        "seq": waiting["seq"],
        "endpointId": STOCK.id,
        "url": "https://stock.example/hooks",
        "status": "pending",
        "happenedAt": waiting["happenedAt"],
        "attempts": 0,
    }
    await give_up(notified)
    (aside,) = (await notified.get("/api/admin/deliveries?status=set_aside", notified.admin)).json()["deliveries"]
    assert (aside["status"], aside["attempts"], aside["lastError"]) == ("set_aside", 17, "status 500")
    none = (await notified.get("/api/admin/deliveries?status=delivered", notified.admin)).json()
    assert none == {"deliveries": [], "nextCursor": None}


async def test_an_event_that_was_given_up_is_sent_again_on_request(notified: Till) -> None:
    await notified.paid()
    await give_up(notified)
    (aside,) = (await notified.get("/api/admin/deliveries", notified.admin)).json()["deliveries"]
    answer = await notified.post(f"/api/admin/deliveries/{aside['id']}/resend", {}, notified.admin)
    assert (answer.status_code, answer.json()["status"]) == (200, "pending")
    (pending,) = await notified.stores.shop_outbox.pending(STOCK.id, notified.clock.now(), 10)
    assert [entry.seq for entry in pending.again] == [aside["seq"]]


@pytest.mark.parametrize(
    "delivery", ["ord_1.3.e1", "ord_1.3", "nonsense", "ord_1.x.e1", "ord_1.-3.e1", "..", "a.b.c.d"]
)
async def test_what_was_never_sent_is_not_sent_again(notified: Till, delivery: str) -> None:
    answer = await notified.post(f"/api/admin/deliveries/{delivery}/resend", {}, notified.admin)
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


async def test_deliveries_are_closed_to_others(notified: Till) -> None:
    for who in (notified.ada, notified.shop):
        assert (await notified.get("/api/admin/deliveries", who)).status_code == 403
        assert (await notified.post("/api/admin/deliveries/a.1.b/resend", {}, who)).status_code == 403
    wrong = await notified.get("/api/admin/deliveries?cursor=nonsense", notified.admin)
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "query.cursor")
