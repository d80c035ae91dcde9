"""Orders as their shopper and the operator see them over the real stack: whose they are, by pages, and in figures."""

from tests.e2e.shop import CART, Shop


def test_an_order_is_its_shoppers_and_the_operators_by_any_spelling(shop: Shop) -> None:
    ada, bob = shop.person(), shop.person()
    created = shop.started(ada)
    number = created["orderNumber"]
    for spelling in (created["orderId"], number, number.lower(), number.replace("0", "o").replace("1", "I")):
        for who, status in ((ada, 200), (shop.admin, 200), (bob, 404)):
            assert shop.get(f"/api/orders/{spelling}", who).status_code == status, spelling
    intent = f"/api/payments/intent/{created['paymentIntentId']}"
    assert shop.get(intent, ada).json()["clientSecret"] == created["clientSecret"]
    assert shop.get(intent, shop.admin).json()["clientSecret"] is None
    assert shop.get(intent, bob).status_code == 404
    for somebody in (bob, shop.admin):
        assert shop.post(f"{intent}/cancel", {}, somebody).status_code == 404
        assert shop.post(f"{intent}/confirm", {"paymentMethodId": "pm_card_visa"}, somebody).status_code == 404
        body = {"paymentIntentId": created["paymentIntentId"]}
        assert shop.post("/api/orders", body, somebody).status_code == 404
    for path, asked in (
        ("/api/payments/refund", {"orderId": created["orderId"]}),
        (f"/api/orders/{created['orderId']}/release", {"holdId": "hld_1"}),
        ("/api/admin/events/evt_1/replay", None),
    ):
        refused = shop.post(path, asked, ada)
        assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")


def test_orders_come_newest_first_by_pages_and_by_status(shop: Shop) -> None:
    ada = shop.person()
    made = [shop.started(ada)["orderId"] for _ in range(5)]
    assert shop.post(f"/api/payments/intent/{shop.started(ada)['paymentIntentId']}/cancel", {}, ada).status_code == 200
    seen: list[str] = []
    cursor = ""
    while True:
        page = shop.get(f"/api/orders?limit=2&status=pending{cursor}", ada).json()
        seen += [order["id"] for order in page["orders"]]
        if page["nextCursor"] is None:
            break
        assert len(page["orders"]) == 2
        cursor = f"&cursor={page['nextCursor']}"
    assert seen == made[::-1]
    of_ada = shop.get(f"/api/orders?limit=100&userId={ada.subject}", shop.admin).json()["orders"]
    assert [order["status"] for order in of_ada] == ["canceled"] + ["pending"] * 5
    of_another = shop.get(f"/api/orders?userId={ada.subject}", shop.person()).json()
    assert of_another == {"orders": [], "nextCursor": None}


def test_a_days_figures_grow_by_what_was_sold_and_given_back(shop: Shop) -> None:
    def today(currency: str) -> dict[str, int]:
        days = shop.get("/api/admin/stats/daily?days=2", shop.admin).json()["days"]
        sums = dict.fromkeys(("orders", "paid", "gross", "refunded"), 0)
        for day in days:
            if day["currency"] == currency:
                sums = {name: sums[name] + day[name] for name in sums}
        return sums

    before = {currency: today(currency) for currency in ("jpy", "kwd")}
    yen = shop.paid(shop.person(), currency="jpy")
    dinar = shop.paid(shop.person(), currency="kwd")
    shop.started(shop.person(), currency="kwd")
    assert dinar["amount"] % 10 == 0
    refused = shop.refund(dinar, 1234)
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "amount")
    assert shop.refund(dinar, 1230).status_code == 201
    grown = {
        currency: {name: today(currency)[name] - before[currency][name] for name in before[currency]}
        for currency in before
    }
    assert grown == {
        "jpy": {"orders": 1, "paid": 1, "gross": yen["amount"], "refunded": 0},
        "kwd": {"orders": 2, "paid": 1, "gross": dinar["amount"], "refunded": 1230},
    }


def test_what_is_open_is_open_and_everything_else_asks_for_a_token(shop: Shop) -> None:
    for path in (
        "/api/products",
        "/api/config",
        "/health/live",
        "/health/ready",
        "/metrics",
        "/schema/openapi.json",
        "/",
        "/admin",
    ):
        answer = shop.api.get(shop.url + path)
        assert answer.status_code == 200, path
        assert answer.headers["x-request-id"]
    for method, path in (
        ("POST", "/api/checkout/quote"),
        ("POST", "/api/payments/create-intent"),
        ("GET", "/api/payments/intent/pi_1"),
        ("GET", "/api/payments/methods"),
        ("DELETE", "/api/payments/methods/pm_1"),
        ("POST", "/api/payments/refund"),
        ("GET", "/api/orders"),
        ("POST", "/api/orders"),
        ("GET", "/api/admin/events"),
    ):
        answer = shop.api.request(method, shop.url + path, json=dict(CART) if method == "POST" else None)
        assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated"), path
        assert answer.headers["www-authenticate"].startswith("Bearer")
