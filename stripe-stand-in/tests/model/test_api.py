"""The API: keys, accounts, endpoints that are not offered, versions, request ids."""

from base64 import b64encode

import pytest

from stripe_stand_in.model import NEWEST
from stripe_stand_in.model.api.operations import OPERATIONS
from stripe_stand_in.model.api.permissions import permission_of
from tests.model.caller import Shop


def test_no_key_and_a_wrong_key_are_401(shop: Shop) -> None:
    assert shop.model.handle("GET", "/v1/customers", {}).status == 401
    wrong = shop.get("/v1/customers", api_key="sk_live_another")
    assert wrong.status == 401
    assert "sk_live_another" not in wrong.error["message"]


def test_basic_authentication_works_like_bearer(shop: Shop) -> None:
    credentials = b64encode(f"{shop.model.secret_key}:".encode()).decode()
    assert shop.model.handle("GET", "/v1/customers", {"Authorization": f"Basic {credentials}"}).status == 200
    assert shop.model.handle("GET", "/v1/customers", {"Authorization": "Basic %%%"}).status == 401


@pytest.mark.parametrize(
    "line", ["GET /v1/prices", "PUT /v1/customers", "DELETE /v1/refunds", "POST /v1/files", "GET /v2/core/accounts"]
)
def test_an_endpoint_that_is_not_offered_is_501(shop: Shop, line: str) -> None:
    method, path = line.split()
    result = shop.call(method, path)
    assert (result.status, result.error["code"]) == (501, "not_offered")
    assert line in result.error["message"]


@pytest.mark.parametrize("path", ["/v1/customers/", "/v1/refunds/"])
def test_a_path_without_its_id_is_404(shop: Shop, path: str) -> None:
    result = shop.get(path)
    assert result.status == 404
    assert result.error["message"].startswith(f"Unrecognized request URL (GET: {path}).")


def test_a_body_of_an_endpoint_that_is_not_offered_is_not_read(shop: Shop) -> None:
    headers = {"Authorization": f"Bearer {shop.model.secret_key}", "Content-Type": "multipart/form-data"}
    assert shop.model.handle("POST", "/v1/files", headers, b"\xff").status == 501


@pytest.mark.parametrize("header", ["Stripe-Account", "Stripe-Context"])
def test_another_account_can_not_be_acted_for(shop: Shop, header: str) -> None:
    headers = {"Authorization": f"Bearer {shop.model.secret_key}", header: "acct_1Other"}
    response = shop.model.handle("GET", "/v1/customers", headers)
    assert (response.status, b"account_invalid" in response.body) == (403, True)


def test_every_other_secret_key_opens_an_account_of_its_own(shop: Shop) -> None:
    mine = shop.pay()
    assert shop.get("/v1/payment_intents", api_key="sk_test_somebodyElse")["data"] == []
    theirs = shop.post("/v1/customers", {}, api_key="sk_test_somebodyElse")
    assert shop.get(f"/v1/customers/{theirs['id']}").status == 404
    seen = shop.get(f"/v1/payment_intents/{mine['id']}", api_key="sk_test_somebodyElse")
    assert (seen.status, seen.error["code"]) == (404, "resource_missing")
    intent = shop.post("/v1/payment_intents", {"amount": 1299, "currency": "usd"}, api_key="sk_test_somebodyElse")
    browser = {"client_secret": intent["client_secret"], "key": "pk_test_somebodyElse"}
    assert (
        shop.call("GET", f"/v1/payment_intents/{intent['id']}", browser, api_key="pk_test_somebodyElse").status == 200
    )
    assert shop.get("/v1/customers", api_key="pk_test_unopened").status == 401


def test_webhooks_of_another_account_are_its_own(shop: Shop) -> None:
    endpoint = {"url": "https://other.example/hook", "enabled_events": ["*"]}
    shop.post("/v1/webhook_endpoints", endpoint, api_key="sk_test_somebodyElse")
    shop.pay()
    assert shop.model.deliveries_due() == []
    shop.post("/v1/customers", {}, api_key="sk_test_somebodyElse")
    (due,) = shop.model.deliveries_due()
    assert (due.event_type, due.url) == ("customer.created", "https://other.example/hook")
    shop.model.delivered(due.id, 200)
    assert shop.model.next_delivery_at() is None


def test_a_restricted_key_does_what_its_permissions_allow(shop: Shop) -> None:
    key = "rk_test_narrow"
    assert shop.get("/v1/refunds", api_key=key).status == 401
    shop.model.restrict_key(key, ["rak_payment_intent_write", "rak_charge_read"])
    assert shop.post("/v1/payment_intents", {"amount": 1299, "currency": "usd"}, api_key=key).status == 200
    assert shop.get("/v1/payment_intents", api_key=key).status == 200
    assert shop.get("/v1/refunds", api_key=key).status == 200
    refused = shop.post("/v1/refunds", {"payment_intent": "pi_x"}, api_key=key)
    assert refused.status == 403
    assert "Having the 'rak_charge_write' permission would allow this request" in refused.error["message"]
    assert "rk_test_narrow" not in refused.error["message"]
    shop.model.restrict_key(key, ["rak_charge_write"])
    assert shop.post("/v1/refunds", {"payment_intent": "pi_x"}, api_key=key).status == 404


def test_every_operation_has_a_permission() -> None:
    names = {permission_of(operation) for operation in OPERATIONS}
    assert {"rak_payment_intent_write", "rak_payment_method_read", "rak_webhook_write"} <= names


@pytest.mark.parametrize(
    "path",
    [
        "/v1/customers/cus_x",
        "/v1/payment_intents/pi_x",
        "/v1/payment_methods/pm_x",
        "/v1/refunds/re_x",
        "/v1/charges/ch_x",
        "/v1/disputes/du_x",
        "/v1/events/evt_x",
        "/v1/setup_intents/seti_x",
    ],
)
def test_an_id_that_names_nothing_is_resource_missing(shop: Shop, path: str) -> None:
    result = shop.get(path)
    assert (result.status, result.error["code"]) == (404, "resource_missing")


def test_every_answer_names_its_request_and_version(shop: Shop) -> None:
    first, second = shop.get("/v1/customers"), shop.get("/v1/customers/cus_x", version=None)
    assert first.headers["Request-Id"].startswith("req_")
    assert first.headers["Request-Id"] != second.headers["Request-Id"]
    assert (first.headers["Stripe-Version"], second.headers["Stripe-Version"]) == (NEWEST, "2022-11-15")


def test_a_newer_version_is_answered_as_the_newest_with_a_notice(shop: Shop) -> None:
    newer = shop.post("/v1/payment_intents", {"amount": 1299, "currency": "usd"}, version="2031-01-01.fennel")
    assert (newer.status, newer.headers["Stripe-Version"]) == (200, NEWEST)
    assert "2031-01-01.fennel" in newer.headers["Stripe-Stand-In-Notice"]
    assert "Stripe-Stand-In-Notice" not in shop.get("/v1/customers").headers
    assert shop.get("/v1/customers", version="latest").status == 400


def test_older_versions_still_show_what_was_removed_since(shop: Shop) -> None:
    intent = shop.pay()["id"]
    assert "invoice" not in shop.get(f"/v1/payment_intents/{intent}").json
    assert shop.get(f"/v1/payment_intents/{intent}", version=None).json["invoice"] is None


def test_the_same_seed_and_calls_lead_to_the_same_answers() -> None:
    def story(seed: int) -> list[object]:
        shop = Shop(seed)
        customer = shop.customer(email="ada@example.com")
        paid = shop.pay("pm_card_refundFail", customer=customer)
        shop.refund(paid, amount=500)
        shop.wait(10)
        return [shop.get("/v1/events").json, shop.get(f"/v1/payment_intents/{paid['id']}").json]

    assert story(7) == story(7)
    assert story(7) != story(8)


def test_state_does_not_depend_on_when_the_clock_is_looked_at() -> None:
    patient, eager = Shop(), Shop()
    for shop in (patient, eager):
        shop.refund(shop.pay("pm_card_pendingRefund"), amount=123)
        for _ in range(10):
            shop.now += 1
            if shop is eager:
                shop.model.advance()
    assert patient.get("/v1/events").json == eager.get("/v1/events").json


def test_the_balance_and_the_account_can_be_asked_for(shop: Shop) -> None:
    shop.pay(capture_method="automatic")
    balance = shop.get("/v1/balance")
    assert balance["pending"][0]["amount"] == 1299 - 68
    assert shop.get("/v1/account")["object"] == "account"
