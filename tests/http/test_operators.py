"""What operators do: refunds, holds, histories, the inbox and the figures; and that nobody else does."""

from __future__ import annotations

import pytest

from tests.http.till import Till, bearer


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/api/payments/refund"),
        ("GET", "/api/orders/ord_000000000000/history"),
        ("POST", "/api/orders/ord_000000000000/release"),
        ("GET", "/api/admin/events"),
        ("POST", "/api/admin/events/evt_1/replay"),
        ("GET", "/api/admin/stats/daily"),
        ("GET", "/api/admin/events/evt_none"),
    ],
)
async def test_operators_routes_are_closed_to_others(till: Till, method: str, path: str) -> None:
    nobody = await till.http.request(method, path)
    shopper = await till.http.request(method, path, headers=till.ada, content=b"not even JSON")

    assert (nobody.status_code, nobody.json()["code"]) == (401, "unauthenticated")
    assert (shopper.status_code, shopper.json()["code"]) == (403, "forbidden")


async def test_a_refund_of_a_part_and_then_of_all_that_is_left(till: Till) -> None:
    created = await till.paid()

    part = await till.post("/api/payments/refund", {"orderId": created["orderNumber"], "amount": 833}, till.admin)
    rest = await till.post("/api/payments/refund", {"paymentIntentId": created["paymentIntentId"]}, till.admin)
    more = await till.post("/api/payments/refund", {"orderId": created["orderId"], "amount": 1}, till.admin)

    assert part.status_code == 201
    assert part.json() == {
        "refundId": part.json()["refundId"],
        "stripeRefundId": part.json()["stripeRefundId"],
        "orderId": created["orderId"],
        "status": "succeeded",
        "amount": 833,
        "currency": "usd",
        "refundedTotal": 833,
        "refundable": created["amount"] - 833,
    }
    assert (rest.json()["amount"], rest.json()["refundable"]) == (created["amount"] - 833, 0)
    assert (more.status_code, more.json()["code"], more.json()["refundable"]) == (409, "refund_exceeds_payment", 0)
    order = (await till.get(f"/api/orders/{created['orderId']}")).json()
    assert order["status"] == "refunded"
    assert [refund["id"] for refund in order["payment"]["refunds"]] == [
        part.json()["refundId"],
        rest.json()["refundId"],
    ]
    assert till.model.totals.payment(created["paymentIntentId"]).refunded == created["amount"]


@pytest.mark.parametrize("body", [{}, {"orderId": "ord_000000000000", "paymentIntentId": "pi_1"}])
async def test_a_refund_names_its_order_in_one_way(till: Till, body: dict[str, str]) -> None:
    answer = await till.post("/api/payments/refund", body, till.admin)

    assert answer.status_code == 422
    assert {fault["field"] for fault in answer.json()["errors"]} == {"orderId", "paymentIntentId"}


async def test_what_was_never_paid_is_not_refunded(till: Till) -> None:
    created = await till.started()

    answer = await till.post("/api/payments/refund", {"orderId": created["orderId"]}, till.admin)

    assert (answer.status_code, answer.json()["code"]) == (409, "payment_not_captured")


async def test_a_disputed_payment_is_not_refunded_and_its_hold_stays_while_it_is_open(till: Till) -> None:
    created = await till.paid()
    dispute = till.model.open_dispute(created["paymentIntentId"], "product_not_received")
    assert set(await till.deliver()) == {200}

    refused = await till.post("/api/payments/refund", {"orderId": created["orderId"]}, till.admin)
    order = (await till.get(f"/api/orders/{created['orderId']}")).json()
    path = f"/api/orders/{created['orderId']}/release"
    kept = await till.post(path, {"holdId": order["holds"][0]["id"]}, till.admin)
    till.model.close_dispute(dispute, "lost")
    await till.deliver()
    released = await till.post(path, {"holdId": order["holds"][0]["id"], "note": "written off"}, till.admin)

    assert (refused.status_code, refused.json()["code"]) == (409, "payment_disputed")
    assert (order["status"], order["payment"]["status"]) == ("on_hold", "disputed")
    assert [one["id"] for one in order["payment"]["disputes"]] == [dispute]
    hold = order["holds"][0]
    assert set(hold) == {"id", "reason", "causeId", "openedAt"}
    assert (hold["reason"], hold["causeId"]) == ("dispute", dispute)
    assert (kept.status_code, kept.json()["code"]) == (409, "hold_not_releasable")
    assert released.status_code == 200
    assert released.json()["holds"][0]["releasedBy"] == "admin:root"
    assert released.json()["holds"][0]["note"] == "written off"
    to_the_shopper = (await till.get(f"/api/orders/{created['orderId']}")).json()["holds"][0]
    assert (to_the_shopper["releasedBy"], "note" in to_the_shopper) == ("admin:root", False)
    unknown = await till.post(path, {"holdId": "hld_0000000000000000"}, till.admin)
    assert unknown.status_code == 404


async def test_who_asked_for_a_refund_and_why_is_for_admins_and_the_shop_alone(till: Till) -> None:
    created = await till.paid()
    await till.deliver()
    body = {"orderId": created["orderId"], "amount": 301, "note": "broken on arrival"}
    await till.post("/api/payments/refund", body, till.admin)
    path = f"/api/orders/{created['orderId']}"

    for who in (till.admin, till.shop):
        refund = (await till.get(path, who)).json()["payment"]["refunds"][0]
        assert (refund["note"], refund["requestedBy"]) == ("broken on arrival", "admin:root")
    listed = (await till.get("/api/orders", till.admin)).json()["orders"][0]
    assert listed["payment"]["refunds"][0]["note"] == "broken on arrival"
    for shown in ((await till.get(path)).json(), (await till.get("/api/orders")).json()["orders"][0]):
        assert not {"note", "requestedBy"} & set(shown["payment"]["refunds"][0])


async def test_the_risk_that_stripe_sees_is_for_admins_and_the_shop_alone(till: Till) -> None:
    created = await till.started()
    method = await till.saved_method("pm_card_riskLevelElevated")
    await till.post(f"/api/payments/intent/{created['paymentIntentId']}/confirm", {"paymentMethodId": method})
    await till.deliver()
    path = f"/api/orders/{created['orderId']}"

    assert (await till.get(path, till.admin)).json()["payment"]["riskLevel"] == "elevated"
    assert "riskLevel" not in (await till.get(path)).json()["payment"]


async def test_a_history_names_who_did_what_because_of_what(till: Till) -> None:
    created = await till.paid()
    await till.deliver()
    refunding = await till.post("/api/payments/refund", {"orderId": created["orderId"]}, till.admin)

    answer = await till.get(f"/api/orders/{created['orderNumber']}/history", till.admin)

    entries = answer.json()["entries"]
    assert [entry["seq"] for entry in entries] == list(range(1, len(entries) + 1))
    assert all(set(entry) == {"seq", "at", "type", "actor", "cause", "data", "hash"} for entry in entries)
    assert entries[0]["actor"] == "user:ada"
    refunds = [entry for entry in entries if entry["type"].startswith("Refund")]
    assert refunds[0]["actor"] == "admin:root"
    assert refunds[0]["cause"] == f"request:{refunding.headers['x-request-id']}"
    assert "Lovelace" not in answer.text
    assert "ada@shop.example" not in answer.text


async def test_orders_are_filtered_by_what_an_operator_knows(till: Till) -> None:
    paid = await till.paid()
    await till.deliver()
    other = await till.started(till.bob)
    order = (await till.get(f"/api/orders/{paid['orderId']}", till.admin)).json()
    charge = till.model.totals.payment(paid["paymentIntentId"]).charges[0]

    async def found(query: str, who: dict[str, str] | None = None) -> list[str]:
        answer = await till.get(f"/api/orders?{query}", who or till.admin)
        assert answer.status_code == 200, answer.text
        return [each["id"] for each in answer.json()["orders"]]

    for query in (
        "email=ada@shop.example",
        f"paymentIntentId={paid['paymentIntentId']}",
        f"paymentIntentId={charge}",
        "paymentStatus=succeeded",
        "userId=ada",
        f"email=ada@shop.example&total={order['total']}&currency=usd&from=2000-01-01T00:00:00Z",
    ):
        assert await found(query) == [paid["orderId"]], query
    assert await found("email=bob@shop.example", bearer("shop", roles=["shop"])) == [other["orderId"]]
    assert await found("to=2000-01-01T00:00:00.000%2B01:00") == []
    assert await found("reference=R-12.99") == []
    assert await found("email=ada@shop.example", till.bob) == []
    assert await found("userId=ada", till.bob) == []


@pytest.mark.parametrize(
    ("query", "field", "message"),
    [
        ("from=yesterday", "query.from", "must be a time such as 2026-11-26T09:30:00Z"),
        ("to=2026-11-26T09:30:00", "query.to", "must be a time such as 2026-11-26T09:30:00Z"),
        ("paymentIntentId=cus_1", "query.paymentIntentId", "must be the id of a payment, charge, refund or dispute"),
        ("total=12.99", "query.total", "must be a whole number from 1"),
        ("paymentStatus=great", "query.paymentStatus", "must be one of"),
        ("currency=USD", "query.currency", "must be a three-letter"),
    ],
)
async def test_a_filter_that_is_not_valid_is_named(till: Till, query: str, field: str, message: str) -> None:
    answer = await till.get(f"/api/orders?{query}", till.admin)

    assert answer.status_code == 422
    (fault,) = answer.json()["errors"]
    assert fault["field"] == field
    assert fault["message"].startswith(message)


async def test_an_operator_sees_what_waits_and_the_disputes_by_deadline(till: Till) -> None:
    created = await till.paid()
    await till.deliver()
    till.model.open_dispute(created["paymentIntentId"])
    await till.deliver()

    overview = (await till.get("/api/admin/overview", till.admin)).json()
    listed = (await till.get("/api/admin/disputes?status=needs_response&limit=1", till.admin)).json()
    none = (await till.get("/api/admin/disputes?status=won", till.admin)).json()
    forged = await till.get("/api/admin/disputes?cursor=forged", till.admin)

    assert overview["openHolds"]["dispute"] == 1
    assert overview["disputes"] == listed["disputes"]
    (dispute,) = listed["disputes"]
    assert (dispute["orderId"], dispute["orderNumber"]) == (created["orderId"], created["orderNumber"])
    assert (dispute["status"], dispute["amount"]) == ("needs_response", created["amount"])
    assert (overview["refunds"], overview["authorizations"]) == ([], [])
    assert (overview["deadLetters"], overview["undelivered"], overview["unknownRefunds"]) == (0, 0, 0)
    assert none == {"disputes": [], "nextCursor": None}
    assert (forged.status_code, forged.json()["errors"][0]["field"]) == (422, "query.cursor")
    for path in ("/api/admin/overview", "/api/admin/disputes"):
        assert (await till.get(path)).status_code == 403
