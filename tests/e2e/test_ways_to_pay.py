"""Bank debits, authentication by the bank, saved methods and declines over the real stack."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx

from tests.e2e.shop import CART, Person, Shop
from tests.e2e.waiting import wait_until


def saved(shop: Shop, who: Person, method: str) -> str:
    answer = shop.post("/api/payments/methods", {"paymentMethodId": method}, who)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def confirm(shop: Shop, who: Person, created: dict[str, Any], method: str, **more: str) -> httpx.Response:
    path = f"/api/payments/intent/{created['paymentIntentId']}/confirm"
    return shop.post(path, {"paymentMethodId": method, **more}, who)


def test_a_bank_debit_that_bounces_is_reported_once_and_can_be_paid_otherwise(shop: Shop) -> None:
    ada = shop.person()
    created = shop.started(ada)
    assert shop.browser_confirms(created, "pm_usBankAccount_processing").json()["status"] == "processing"
    shop.until_order(created, lambda order: order["payment"]["status"] == "processing")
    path = f"/api/payments/intent/{created['paymentIntentId']}"
    assert shop.post(f"{path}/cancel", {}, ada).status_code == 409
    waiting = shop.post("/api/orders", {"paymentIntentId": created["paymentIntentId"]}, ada)
    assert (waiting.status_code, waiting.json()["code"]) == (409, "payment_not_succeeded")
    assert (waiting.json()["paymentStatus"], waiting.json()["orderId"]) == ("processing", created["orderId"])
    replacing = shop.post("/api/payments/create-intent", {**CART, "replaces": created["orderId"]}, ada)
    assert (replacing.status_code, replacing.json()["code"]) == (409, "checkout_already_paid")
    assert replacing.json()["orderId"] == created["orderId"]

    shop.in_dashboard("bounce", created["paymentIntentId"])
    shop.until_order(created, lambda order: order["payment"]["status"] == "failed")
    assert len(shop.until_mailed(ada.email, created, 1)) == 1
    shown = shop.get(path, ada).json()
    assert shown["lastError"]["message"]
    assert shown["clientSecret"] == created["clientSecret"]
    assert shop.browser_confirms(created).json()["status"] == "succeeded"
    shop.until_order(created, lambda order: order["status"] == "confirmed")
    assert len(shop.until_mailed(ada.email, created, 2)) == 2
    replacing = shop.post("/api/payments/create-intent", {**CART, "replaces": created["orderId"]}, ada)
    assert (replacing.status_code, replacing.json()["code"]) == (409, "checkout_already_paid")


def test_a_checkout_that_is_replaced_is_canceled_at_stripe_first(shop: Shop) -> None:
    ada = shop.person()
    first = shop.started(ada)
    second = shop.started(ada, replaces=first["orderNumber"].lower())
    assert shop.at_stripe("GET", f"/v1/payment_intents/{first['paymentIntentId']}")["status"] == "canceled"
    assert (shop.order(first)["status"], shop.order(second)["status"]) == ("canceled", "pending")
    others = shop.post("/api/payments/create-intent", {**CART, "replaces": second["orderId"]}, shop.person())
    assert others.status_code == 404
    by_admin = shop.post("/api/payments/create-intent", {**CART, "replaces": second["orderId"]}, shop.admin)
    assert by_admin.status_code == 404
    again = shop.post("/api/payments/create-intent", {**CART, "replaces": first["orderId"]}, ada)
    assert again.status_code == 201
    assert shop.browser_confirms(first).status_code == 400
    path = f"/api/payments/intent/{first['paymentIntentId']}"
    canceled = shop.post(f"{path}/cancel", {"reason": "abandoned"}, ada)
    assert (canceled.status_code, canceled.json()["status"], canceled.json()["clientSecret"]) == (200, "canceled", None)
    method = saved(shop, ada, "pm_card_visa")
    closed = confirm(shop, ada, first, method)
    assert (closed.status_code, closed.json()["code"]) == (409, "payment_closed")


def test_a_bank_that_asks_sends_the_shopper_there_and_back(shop: Shop) -> None:
    ada = shop.person()
    created = shop.started(ada)
    method = saved(shop, ada, "pm_card_authenticationRequired")
    back = "https://shop.example/thanks?step=2"
    asked = confirm(shop, ada, created, method, returnUrl=back).json()
    assert (asked["status"], asked["nextAction"]["type"]) == ("requires_action", "redirect_to_url")
    assert confirm(shop, ada, created, method).json()["nextAction"] == asked["nextAction"]
    page = asked["nextAction"]["redirectUrl"]
    assert (
        shop.get(f"/api/payments/intent/{created['paymentIntentId']}", ada).json()["nextAction"] == asked["nextAction"]
    )

    secret = parse_qs(urlsplit(page).query)["client_secret"][0]
    gone = httpx.post(page.partition("?")[0], data={"client_secret": secret, "outcome": "complete"})
    assert gone.status_code == 303
    returned = parse_qs(urlsplit(gone.headers["location"]).query)
    assert (returned["step"], returned["redirect_status"]) == (["2"], ["succeeded"])
    assert returned["payment_intent"] == [created["paymentIntentId"]]
    shop.until_order(created, lambda order: order["status"] == "confirmed")
    assert confirm(shop, ada, created, method).json()["status"] == "succeeded"
    assert len(shop.events_at_stripe("payment_intent.succeeded", created["paymentIntentId"])) == 1


def test_saved_methods_are_their_owners_alone(shop: Shop) -> None:
    ada, bob = shop.person(), shop.person()
    assert shop.get("/api/payments/methods", ada).json() == {"paymentMethods": []}
    visa, amex = saved(shop, ada, "pm_card_visa"), saved(shop, ada, "pm_card_amex")
    for somebody in (bob, shop.admin):
        assert shop.api.delete(f"{shop.url}/api/payments/methods/{visa}", headers=somebody.headers).status_code == 404
    theirs = shop.started(bob)
    assert confirm(shop, bob, theirs, visa).status_code == 404
    again = shop.post("/api/payments/methods", {"paymentMethodId": visa}, bob)
    assert again.status_code in (404, 422)

    created = shop.started(ada)
    assert confirm(shop, ada, created, amex).json()["status"] == "succeeded"
    listed = {each["id"]: each for each in shop.get("/api/payments/methods", ada).json()["paymentMethods"]}
    assert {listed[visa]["isDefault"], listed[amex]["isDefault"]} == {False, True}
    assert set(listed[visa]) == {"id", "type", "brand", "last4", "expMonth", "expYear", "isDefault"}
    assert (listed[visa]["brand"], listed[visa]["last4"]) == ("visa", "4242")
    assert shop.api.delete(f"{shop.url}/api/payments/methods/{visa}", headers=ada.headers).status_code == 204
    assert shop.api.delete(f"{shop.url}/api/payments/methods/{visa}", headers=ada.headers).status_code == 404
    assert confirm(shop, ada, shop.started(ada), visa).status_code == 404


def test_ten_declines_of_any_kind_stop_a_subject_and_nobody_else(shop: Shop) -> None:
    ada = shop.person()
    method = saved(shop, ada, "pm_card_visa")
    declining = saved(shop, ada, "pm_card_chargeCustomerFail")
    in_browser = shop.started(ada)
    by_server = shop.started(ada)
    for _ in range(4):
        assert shop.browser_confirms(in_browser, "pm_card_visa_chargeDeclined").status_code == 402
    for _ in range(3):
        answer = confirm(shop, ada, by_server, declining)
        assert (answer.status_code, answer.json()["code"], answer.json()["declineCode"]) == (
            *(402, "card_declined", "generic_decline"),
        )
        assert answer.json()["detail"]
    lost_card = shop.post("/api/payments/methods", {"paymentMethodId": "pm_card_visa_chargeDeclinedLostCard"}, ada)
    assert lost_card.status_code == 402
    assert "lost" not in lost_card.json()["detail"].lower()
    declined = shop.post("/api/payments/methods", {"paymentMethodId": "pm_card_visa_chargeDeclined"}, ada)
    assert declined.status_code == 402
    assert shop.browser_confirms(in_browser, "pm_card_visa_chargeDeclined").status_code == 402

    wait_until(
        lambda: shop.post("/api/payments/create-intent", CART, ada).status_code == 429, "the limit after ten declines"
    )
    for stopped in (
        shop.post("/api/payments/create-intent", CART, ada),
        shop.post("/api/payments/methods", {"paymentMethodId": "pm_card_mastercard"}, ada),
        confirm(shop, ada, by_server, method),
    ):
        assert stopped.status_code == 429
        assert int(stopped.headers["retry-after"]) > 0
    assert shop.get("/api/payments/methods", ada).status_code == 200
    shop.started(shop.person())


def test_a_customer_that_was_deleted_at_stripe_is_created_again(shop: Shop) -> None:
    notified, silent = shop.person(), shop.person()
    for somebody in (notified, silent):
        first = shop.paid(somebody)
        user = shop.database["users"].find_one({"_id": somebody.subject})
        assert user is not None
        path = f"/v1/customers/{user['stripeCustomerId']}"
        if somebody is notified:
            shop.at_stripe("DELETE", path)
        else:
            with shop.webhooks_lost():
                shop.at_stripe("DELETE", path)
        assert shop.get("/api/payments/methods", somebody).json() == {"paymentMethods": []}
        second = shop.paid(somebody)
        assert shop.order(first)["status"] == shop.order(second)["status"] == "confirmed"
        now = shop.database["users"].find_one({"_id": somebody.subject})
        assert now is not None
        assert now["stripeCustomerId"] != user["stripeCustomerId"]
