"""What the stand-in could claim falsely: other people's shipping, files, event types, ids and finished payments."""

from typing import Any

import pytest

from stripe_stand_in.model.data.test_cards import BY_NUMBER, BY_TOKEN, NOT_OFFERED
from tests.model.caller import Shop

HOME = {"name": "Ada", "address": {"line1": "1 Test Street", "city": "Springfield", "country": "US"}}
AWAY = {**HOME, "address": {**HOME["address"], "line1": "2 Other Street"}}  # type: ignore[dict-item]


def browser_confirm(shop: Shop, intent: Any, **parameters: Any) -> Any:
    given = {"client_secret": intent["client_secret"], "payment_method": "pm_card_visa", **parameters}
    return shop.browse("POST", f"/v1/payment_intents/{intent['id']}/confirm", given)


def test_a_browser_can_not_change_the_shipping_that_a_server_set(shop: Shop) -> None:
    intent = shop.intent(shipping=HOME)
    refused = browser_confirm(shop, intent, shipping=AWAY)
    assert (refused.status, refused.error["param"]) == (400, "shipping")
    assert "previously set via secret key" in refused.error["message"]
    paid = browser_confirm(shop, intent, shipping=HOME)
    assert (paid["status"], paid["shipping"]["address"]["line1"]) == ("succeeded", "1 Test Street")


def test_a_browser_sets_the_shipping_that_no_server_set(shop: Shop) -> None:
    paid = browser_confirm(shop, shop.intent(), shipping=AWAY)
    assert paid["shipping"]["address"]["line1"] == "2 Other Street"
    later = shop.intent()
    shop.post(f"/v1/payment_intents/{later['id']}", {"shipping": HOME})
    assert browser_confirm(shop, later, shipping=AWAY).status == 400


def test_a_browser_can_not_widen_a_future_usage(shop: Shop) -> None:
    intent = shop.intent(setup_future_usage="off_session", customer=shop.customer())
    refused = browser_confirm(shop, intent, setup_future_usage="on_session")
    assert refused.error["param"] == "setup_future_usage"


@pytest.mark.parametrize("path", ["customers", "charges", "refunds"])
def test_a_search_that_is_not_offered_is_not_taken_for_an_id(shop: Shop, path: str) -> None:
    result = shop.get(f"/v1/{path}/search", {"query": "email:'ada@example.com'"})
    assert (result.status, result.error["code"]) == (501, "not_offered")


def test_search_finds_an_intent_only_after_a_while(shop: Shop) -> None:
    shop.pay()
    query = {"query": 'status:"succeeded"'}
    assert shop.get("/v1/payment_intents/search", query)["data"] == []
    shop.wait(20)
    assert len(shop.get("/v1/payment_intents/search", query)["data"]) == 1


def test_evidence_can_not_name_a_file_that_does_not_exist(shop: Shop) -> None:
    dispute = shop.model.open_dispute(str(shop.pay()["id"]))
    refused = shop.post(f"/v1/disputes/{dispute}", {"evidence": {"receipt": "file_nowhere"}})
    assert (refused.status, refused.error["param"]) == (404, "evidence[receipt]")


def test_an_endpoint_subscribes_to_event_types_that_exist(shop: Shop) -> None:
    hook = {"url": "https://shop.example/hook", "enabled_events": ["payment_intent.succeeded", "bogus"]}
    refused = shop.post("/v1/webhook_endpoints", hook)
    assert refused.error["param"] == "enabled_events[1]"
    assert shop.post("/v1/webhook_endpoints", {**hook, "enabled_events": ["payment_intent.succeeded"]}).status == 200


def test_a_charges_refunds_are_listed_and_read(shop: Shop) -> None:
    paid = shop.pay()
    first, second = shop.refund(paid, amount=1)["id"], shop.refund(paid, amount=2)["id"]
    path = f"/v1/charges/{paid['latest_charge']}/refunds"
    listed = shop.get(path, {"limit": 1})
    assert ([each["id"] for each in listed["data"]], listed["has_more"], listed["url"]) == ([second], True, path)
    assert shop.get(f"{path}/{first}")["amount"] == 1
    assert shop.get(f"/v1/charges/{shop.pay()['latest_charge']}/refunds/{first}").status == 404


def test_a_customer_is_created_with_a_test_card(shop: Shop) -> None:
    customer = shop.customer(payment_method="pm_card_visa")
    (method,) = shop.get(f"/v1/customers/{customer}/payment_methods")["data"]
    assert method["card"]["last4"] == "4242"


def test_a_host_is_registered_for_wallets_once(shop: Shop) -> None:
    assert shop.get("/v1/payment_method_domains", {"domain_name": "shop.example"})["data"] == []
    domain = shop.post("/v1/payment_method_domains", {"domain_name": "shop.example"})
    assert (domain["enabled"], domain["apple_pay"]["status"]) == (True, "active")
    assert shop.post("/v1/payment_method_domains", {"domain_name": "Shop.example"})["id"] == domain["id"]
    path = f"/v1/payment_method_domains/{domain['id']}"
    assert shop.post(path, {"enabled": False})["enabled"] is False
    assert shop.get("/v1/payment_method_domains", {"enabled": True})["data"] == []
    assert shop.post(f"{path}/validate")["id"] == domain["id"]
    assert shop.post("/v1/payment_method_domains", {"domain_name": "https://shop.example/"}).status == 400


@pytest.mark.parametrize("token", sorted(BY_TOKEN))
def test_every_test_token_makes_a_payment_method(shop: Shop, token: str) -> None:
    method = shop.get(f"/v1/payment_methods/pm_card_{token}")
    assert method["card"]["last4"] == BY_TOKEN[token].number[-4:]


@pytest.mark.parametrize("number", sorted(BY_NUMBER))
def test_every_test_number_passes_the_check_of_its_digits(shop: Shop, number: str) -> None:
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(number)))
    assert sum(digit - 9 if digit > 9 else digit for digit in doubled) % 10 == 0
    card = {"number": number, "exp_month": 4, "exp_year": 2034}
    assert shop.post("/v1/payment_methods", {"type": "card", "card": card}).status == 200


@pytest.mark.parametrize("number", sorted(NOT_OFFERED))
def test_a_test_card_that_is_not_offered_is_refused_by_its_number(shop: Shop, number: str) -> None:
    card = {"number": number, "exp_month": 4, "exp_year": 2034}
    refused = shop.post("/v1/payment_methods", {"type": "card", "card": card})
    assert (refused.status, refused["error"]["code"], refused["error"]["param"]) == (400, "not_offered", "card[number]")
    assert number in refused["error"]["message"]


def test_an_issuers_checks_fail_where_the_card_says_so(shop: Shop) -> None:
    address = {"line1": "1 Test Street", "postal_code": "12345"}
    data = {
        "type": "card", "card": {"number": "4000000000000036", "exp_month": 4, "exp_year": 2034, "cvc": "123"},
        "billing_details": {"address": address},
    }  # fmt: skip
    paid = shop.intent(payment_method_data=data, confirm=True)
    charge = shop.get(f"/v1/charges/{paid['latest_charge']}")
    assert charge["payment_method_details"]["card"]["checks"] == {
        "address_line1_check": "pass", "address_postal_code_check": "fail", "cvc_check": "pass",
    }  # fmt: skip


def test_some_cards_pay_at_once_and_some_are_disputed_twice(shop: Shop) -> None:
    paid = shop.pay("pm_card_bypassPending", capture_method="automatic")
    (moved,) = shop.get("/v1/balance_transactions", {"source": paid["latest_charge"]})["data"]
    assert moved["status"] == "available"
    disputed = shop.pay("pm_card_createMultipleDisputes")
    assert len(shop.get("/v1/disputes", {"payment_intent": disputed["id"]})["data"]) == 2


def test_a_mandate_shows_who_agreed_to_it(shop: Shop) -> None:
    online = {"ip_address": "198.51.100.7", "user_agent": "A browser"}
    setup = shop.post(
        "/v1/setup_intents",
        {"allowed_payment_method_types": ["us_bank_account"], "payment_method": "pm_usBankAccount_success",
         "confirm": True, "mandate_data": {"customer_acceptance": {"type": "online", "online": online}}},
    )  # fmt: skip
    assert shop.get(f"/v1/mandates/{setup['mandate']}")["customer_acceptance"]["online"] == online
    other = shop.intent(
        allowed_payment_method_types=["us_bank_account"], payment_method="pm_usBankAccount_success", confirm=True,
        mandate=setup["mandate"],
    )  # fmt: skip
    assert other.error["param"] == "mandate"


def test_options_of_a_type_that_the_intent_does_not_allow_are_refused(shop: Shop) -> None:
    wanted = {"amount": 1299, "currency": "usd", "allowed_payment_method_types": ["card"]}
    refused = shop.post(
        "/v1/payment_intents", {**wanted, "payment_method_options": {"boleto": {"expires_after_days": 3}}}
    )
    assert (refused.status, refused["error"]["param"]) == (400, "payment_method_options[boleto]")
    assert shop.get("/v1/payment_intents")["data"] == []
    kept = shop.post("/v1/payment_intents", {**wanted, "payment_method_options": {"card": {"network": "visa"}}})
    path = f"/v1/payment_intents/{kept['id']}"
    assert (
        shop.post(path, {"payment_method_options": {"sepa_debit": {"setup_future_usage": "off_session"}}}).status == 400
    )
    assert shop.get(path)["payment_method_options"]["card"]["network"] == "visa"
