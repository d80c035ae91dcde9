"""Disputes, warnings and reviews over the real stack: what holds an order, what blocks a refund, and what ends it."""

from typing import Any

from tests.e2e.shop import Shop

ALERTS = "alerts@shop.example"


def held_for(reason: str, order: dict[str, Any]) -> bool:
    return any(hold["reason"] == reason and "releasedAt" not in hold for hold in order["holds"])


def release(shop: Shop, order: dict[str, Any]) -> Any:
    body = {"holdId": order["holds"][0]["id"], "note": "looked into"}
    return shop.post(f"/api/orders/{order['id']}/release", body, shop.admin)


def dispute_of(order: dict[str, Any]) -> str:
    (dispute,) = order["payment"]["disputes"]
    return str(dispute["id"])


def test_a_dispute_holds_the_order_until_it_is_won(shop: Shop) -> None:
    created = shop.paid(shop.person())
    shop.in_dashboard("dispute", created["paymentIntentId"])
    order = shop.until_order(created, lambda order: order["status"] == "on_hold")
    assert (order["payment"]["status"], held_for("dispute", order)) == ("disputed", True)
    refused = shop.refund(created, 833)
    assert (refused.status_code, refused.json()["code"]) == (409, "payment_disputed")
    kept = release(shop, order)
    assert (kept.status_code, kept.json()["code"]) == (409, "hold_not_releasable")
    assert shop.until_mailed(ALERTS, created, 1)

    shop.in_dashboard("win", dispute_of(order))
    order = shop.until_order(created, lambda order: order["status"] == "confirmed")
    assert (order["payment"]["status"], order["holds"][0]["releasedBy"]) == ("succeeded", "stripe")
    assert shop.refund(created, 833).status_code == 201


def test_a_lost_dispute_is_released_by_a_person_and_still_pays_nothing_back(shop: Shop) -> None:
    created = shop.paid(shop.person())
    shop.in_dashboard("dispute", created["paymentIntentId"])
    order = shop.until_order(created, lambda order: order["status"] == "on_hold")
    shop.in_dashboard("lose", dispute_of(order))
    shop.until_order(created, lambda order: order["payment"]["disputes"][0]["status"] == "lost")

    released = release(shop, order)
    assert (released.status_code, released.json()["status"]) == (200, "confirmed")
    assert (released.json()["holds"][0]["releasedBy"], released.json()["payment"]["status"]) == (
        "admin:root",
        "disputed",
    )
    assert release(shop, order).status_code == 200
    assert [entry["type"] for entry in shop.history(created)].count("HoldReleased") == 1
    assert shop.refund(created, 833).json()["code"] == "payment_disputed"
    shop.in_dashboard("appeal", dispute_of(order))
    shop.until_order(created, lambda order: order["payment"]["disputes"][0]["status"].startswith("appeal"))
    assert shop.refund(created, 833).json()["code"] == "payment_disputed"
    shop.in_dashboard("win", dispute_of(order))
    shop.until_order(created, lambda order: order["payment"]["status"] == "succeeded")
    assert shop.refund(created, 833).status_code == 201


def test_an_inquiry_holds_the_order_and_lets_refunds_through(shop: Shop) -> None:
    created = shop.paid(shop.person())
    shop.in_dashboard("inquire", created["paymentIntentId"])
    order = shop.until_order(created, lambda order: order["status"] == "on_hold")
    assert release(shop, order).status_code == 409
    assert shop.refund(created, 1299).status_code == 201
    shop.in_dashboard("win", dispute_of(order))
    shop.until_order(created, lambda order: order["status"] == "confirmed")


def test_a_payment_under_review_waits_for_its_approval(shop: Shop) -> None:
    created = shop.paid(shop.person())
    shop.in_dashboard("review", created["paymentIntentId"])
    order = shop.until_order(created, lambda order: held_for("review", order))
    assert (order["status"], order["payment"]["status"]) == ("on_hold", "succeeded")
    shop.in_dashboard("approve", order["holds"][0]["causeId"])
    order = shop.until_order(created, lambda order: order["status"] == "confirmed")
    assert not held_for("review", order)
    assert shop.until_mailed(ALERTS, created, 1)


def test_an_early_warning_holds_until_a_person_releases_it(shop: Shop) -> None:
    created = shop.paid(shop.person(), "pm_card_createIssuerFraudRecord")
    order = shop.until_order(created, lambda order: held_for("warning", order))
    assert order["status"] == "on_hold"
    assert shop.refund(created, 833).status_code == 201
    assert release(shop, order).json()["status"] == "confirmed"
    (event,) = [
        event
        for event in shop.at_stripe("GET", "/v1/events", type="radar.early_fraud_warning.created", limit="100")["data"]
        if event["data"]["object"]["payment_intent"] == created["paymentIntentId"]
    ]
    assert shop.signed({**event, "id": f"{event['id']}again"}).status_code == 200
    assert not held_for("warning", shop.order(created))
    assert shop.until_mailed(ALERTS, created, 1)


def test_holds_are_the_operators_and_every_id_is_looked_up(shop: Shop) -> None:
    ada = shop.person()
    created = shop.paid(ada, "pm_card_createIssuerFraudRecord")
    order = shop.until_order(created, lambda order: order["status"] == "on_hold")
    path, body = f"/api/orders/{created['orderId']}/release", {"holdId": order["holds"][0]["id"]}
    assert shop.post(path, body, ada).status_code == 403
    assert shop.get(f"/api/orders/{created['orderId']}/history", ada).status_code == 403
    assert shop.post(path, {"holdId": "hld_nothing"}, shop.admin).status_code == 404
    assert shop.post("/api/orders/T-0000-0000-0000-0/release", body, shop.admin).status_code == 404
    placed = shop.post("/api/orders", {"paymentIntentId": created["paymentIntentId"]}, ada)
    assert (placed.status_code, placed.json()["status"]) == (200, "on_hold")
