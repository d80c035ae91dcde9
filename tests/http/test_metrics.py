"""/metrics counts what happened and what waits, and works while the database is unreachable."""

from __future__ import annotations

from prometheus_client.parser import text_string_to_metric_families

from application.ports.storage.inbox import EventStatus
from tests.builders import inbox_entry
from tests.http.till import Till, running

Page = dict[str, float]


async def page_of(till: Till) -> Page:
    answer = await till.http.get("/metrics")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    return {
        ":".join([sample.name, *sample.labels.values()]): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


async def risen(till: Till, before: Page, name: str) -> float:
    return (await page_of(till)).get(name, 0.0) - before.get(name, 0.0)


async def test_a_payment_its_events_and_its_refund_are_counted(till: Till) -> None:
    before = await page_of(till)

    created = await till.paid()
    await till.deliver()
    await till.post("/api/payments/refund", {"orderId": created["orderId"], "amount": 833}, till.admin)

    assert await risen(till, before, "till_payments_total:succeeded") == 1.0
    assert await risen(till, before, "till_refunds_total:succeeded") == 1.0
    assert await risen(till, before, "till_order_changes_total:RefundRequested") == 1.0
    assert await risen(till, before, "till_events_total:applied:payment_intent.succeeded") == 1.0
    assert await risen(till, before, "till_event_lag_seconds_count") >= 1.0


async def test_what_waits_is_shown(till: Till) -> None:
    await till.stores.inbox.receive(inbox_entry(status=EventStatus.DEAD))
    created = await till.paid()
    till.model.open_dispute(created["paymentIntentId"], "product_not_received")
    await till.deliver()

    page = await page_of(till)

    assert page["till_backlog_readable"] == 1.0
    assert page["till_dead_letters"] == 1.0
    assert page["till_open_holds:dispute"] == 1.0
    assert page["till_recent_orders:on_hold"] == 1.0


async def test_a_database_that_is_away_is_itself_a_figure(till: Till) -> None:
    till.stores.faults.down = True

    page = await page_of(till)

    assert page["till_backlog_readable"] == 0.0
    assert "till_dead_letters" not in page
    assert any(name.startswith("till_http_requests_total") for name in page)


async def test_with_a_listener_of_its_own_it_is_not_on_the_public_port() -> None:
    async with running(METRICS_BIND="127.0.0.1:0") as till:
        answer = await till.http.get("/metrics")

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


async def test_requests_are_counted_by_route(till: Till) -> None:
    await till.get("/api/orders/ord_doesnotexist")
    await till.http.get("/invented/by/a/caller")

    figures = (await till.http.get("/metrics")).text

    assert 'till_http_requests_total{method="GET",route="/api/orders/{order}",status="404"}' in figures
    assert "ord_doesnotexist" not in figures
    assert "invented" not in figures
