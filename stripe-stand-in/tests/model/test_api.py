"""The door: keys, unknown addresses, versions, request ids."""

from base64 import b64encode

import pytest

from stripe_stand_in.model import NEWEST
from tests.model.caller import Shop


def test_no_key_and_a_wrong_key_are_401(shop: Shop) -> None:
    assert shop.model.handle("GET", "/v1/customers", {}).status == 401
    wrong = shop.get("/v1/customers", api_key="sk_test_another")
    assert wrong.status == 401
    assert "sk_test_another" not in wrong.error["message"]


def test_basic_authentication_works_like_bearer(shop: Shop) -> None:
    credentials = b64encode(f"{shop.model.secret_key}:".encode()).decode()
    assert shop.model.handle("GET", "/v1/customers", {"Authorization": f"Basic {credentials}"}).status == 200
    assert shop.model.handle("GET", "/v1/customers", {"Authorization": "Basic %%%"}).status == 401


@pytest.mark.parametrize(
    "line", ["GET /v1/customers/", "GET /v1/nothing", "PUT /v1/customers", "DELETE /v1/refunds", "GET /"]
)
def test_an_unknown_address_or_method_is_404(shop: Shop, line: str) -> None:
    method, path = line.split()
    result = shop.call(method, path)
    assert result.status == 404
    assert result.error["message"].startswith(f"Unrecognized request URL ({method}: {path}).")


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


def test_a_version_from_the_future_is_refused(shop: Shop) -> None:
    assert shop.get("/v1/customers", version="2031-01-01").status == 400
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
