"""What admins see of the inbox and of the figures by day."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from tests.http.till import Till, running


async def test_the_inbox_is_listed_and_an_event_replayed(till: Till) -> None:
    await till.paid()
    await till.deliver()

    listed = (await till.get("/api/admin/events?limit=2", till.admin)).json()
    rest = (await till.get(f"/api/admin/events?cursor={listed['nextCursor']}", till.admin)).json()
    applied = (await till.get("/api/admin/events?status=applied", till.admin)).json()["events"]
    replayed = await till.post(f"/api/admin/events/{applied[0]['id']}/replay", who=till.admin)

    assert len(listed["events"]) == 2
    assert not {event["id"] for event in listed["events"]} & {event["id"] for event in rest["events"]}
    assert {event["status"] for event in applied} == {"applied"}
    assert {"id", "type", "status", "receivedAt", "attempts", "livemode", "apiVersion"} <= set(applied[0])
    assert (replayed.status_code, replayed.json()["id"]) == (200, applied[0]["id"])
    assert (await till.post("/api/admin/events/evt_unknown/replay", who=till.admin)).status_code == 404
    path = f"/api/admin/events/{applied[0]['id']}/replay"
    assert (await till.http.post(path, headers=till.admin)).status_code == 200
    misled = await till.post(path, {"force": True}, till.admin)
    assert (misled.status_code, misled.json()["errors"][0]["field"]) == (422, "force")


async def test_figures_by_day_and_currency(till: Till) -> None:
    paid = await till.paid()
    await till.started(till.bob)
    await till.post("/api/payments/refund", {"orderId": paid["orderId"], "amount": 833}, till.admin)

    answer = await till.get("/api/admin/stats/daily?days=7", till.admin)

    today = till.clock.now().date()
    assert answer.json() == {
        "from": (today - timedelta(days=6)).isoformat(),
        "to": today.isoformat(),
        "timeZone": "UTC",
        "days": [
            {
                "date": till.clock.now().date().isoformat(),
                "currency": "usd",
                "orders": 2,
                "paid": 1,
                "gross": paid["amount"],
                "refunded": 833,
                "lost": 0,
            }
        ],
    }


async def test_the_figures_of_a_range_are_those_of_its_days_in_the_shops_zone() -> None:
    async with running(SHOP_TIME_ZONE="Pacific/Auckland") as till:
        await till.started()
        today = till.clock.now().astimezone(ZoneInfo("Pacific/Auckland")).date()
        yesterday = (today - timedelta(days=1)).isoformat()
        path = "/api/admin/stats/daily"

        of_today = await till.get(f"{path}?from={today}&to={today}", till.admin)
        before = await till.get(f"{path}?from={yesterday}&to={yesterday}", till.admin)
        reversed_range = await till.get(f"{path}?from={today}&to={yesterday}", till.admin)
        no_day = await till.get(f"{path}?from=2026-02-30", till.admin)

    assert (of_today.json()["timeZone"], [day["date"] for day in of_today.json()["days"]]) == (
        "Pacific/Auckland",
        [today.isoformat()],
    )
    assert before.json()["days"] == []
    for refused in (reversed_range, no_day):
        assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "query.from")


async def test_an_event_is_shown_with_its_payload(till: Till) -> None:
    created = await till.paid()
    await till.deliver()
    (event,) = [
        event
        for event in (await till.get("/api/admin/events?status=applied", till.admin)).json()["events"]
        if event["type"] == "payment_intent.succeeded"
    ]

    shown = (await till.get(f"/api/admin/events/{event['id']}", till.admin)).json()

    assert shown["payload"]["data"]["object"]["id"] == created["paymentIntentId"]
    assert "client_secret" not in shown["payload"]["data"]["object"]
    assert {name: value for name, value in shown.items() if name != "payload"} == event
    assert (await till.get("/api/admin/events/evt_none", till.admin)).status_code == 404
