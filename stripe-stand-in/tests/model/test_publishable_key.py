"""A browser may describe methods and pay with a client secret, and nothing else."""

import pytest

from tests.model.caller import Shop

PLASTIC = {"number": "4242424242424242", "exp_month": 12, "exp_year": 2040, "cvc": "123"}
CARD = {"type": "card", "card": PLASTIC}


@pytest.mark.parametrize(
    "line",
    [
        "GET /v1/customers", "POST /v1/customers", "POST /v1/payment_intents", "GET /v1/payment_intents",
        "POST /v1/refunds", "GET /v1/events", "POST /v1/payment_intents/pi_x/cancel", "GET /v1/balance",
        "POST /v1/payment_methods/pm_x/attach", "POST /v1/payment_methods/pm_x/detach",
    ],
)  # fmt: skip
def test_all_else_needs_the_secret_key(shop: Shop, line: str) -> None:
    method, path = line.split()
    result = shop.browse(method, path)
    assert (result.status, result.error["code"]) == (403, "secret_key_required")


def test_an_intent_is_shown_for_its_client_secret_without_what_is_the_shops(shop: Shop) -> None:
    intent = shop.intent(metadata={"till_order_id": "o1"}, customer=shop.customer())
    path = f"/v1/payment_intents/{intent['id']}"
    shown = shop.browse("GET", path, {"client_secret": intent["client_secret"]})
    assert (shown.status, shown["amount"], shown["status"]) == (200, 1299, "requires_payment_method")
    assert {"metadata", "customer", "latest_charge"}.isdisjoint(shown.json)
    assert shop.browse("GET", path).status == 400
    assert shop.browse("GET", path, {"client_secret": f"{intent['id']}_secret_wrong"}).status == 404


def test_a_browser_pays_with_a_card_number(shop: Shop) -> None:
    intent = shop.intent(customer=shop.customer())
    result = shop.browse(
        "POST",
        f"/v1/payment_intents/{intent['id']}/confirm",
        {
            "client_secret": intent["client_secret"],
            "payment_method_data": {**CARD, "billing_details": {"name": "Ada"}, "payment_user_agent": "stripe.js"},
            "return_url": "https://shop.example/done",
            "key": shop.model.publishable_key,
        },
    )
    assert (result.status, result["status"]) == (200, "succeeded")
    assert shop.model.totals.payment(intent["id"]).captured == 1299


def test_a_decline_shows_a_browser_no_more_than_the_intent_it_may_see(shop: Shop) -> None:
    intent = shop.intent(metadata={"till_order_id": "o1"})
    result = shop.browse(
        "POST",
        f"/v1/payment_intents/{intent['id']}/confirm",
        {"client_secret": intent["client_secret"], "payment_method": "pm_card_chargeDeclined"},
    )
    assert result.status == 402
    assert "metadata" not in result.error["payment_intent"]


def test_what_only_the_server_may_decide_is_refused(shop: Shop) -> None:
    intent = shop.intent()
    path = f"/v1/payment_intents/{intent['id']}/confirm"
    updates = {"client_secret": intent["client_secret"], "payment_method": "pm_card_visa", "off_session": True}
    assert shop.browse("POST", path, updates).status == 403
    manual = shop.intent(confirmation_method="manual")
    result = shop.browse(
        "POST",
        f"/v1/payment_intents/{manual['id']}/confirm",
        {"client_secret": manual["client_secret"], "payment_method": "pm_card_visa"},
    )
    assert result.status == 400


def test_the_key_may_travel_as_a_parameter(shop: Shop) -> None:
    body = b"type=card&card[token]=tok_visa&key=" + shop.model.publishable_key.encode()
    assert shop.model.handle("POST", "/v1/payment_methods", {}, body).status == 200


@pytest.mark.parametrize(
    ("card", "code"),
    [
        ({"number": "4242424242424241"}, "incorrect_number"),
        ({"exp_year": 2001}, "invalid_expiry_year"),
        ({"exp_month": 13}, "invalid_expiry_month"),
        ({"cvc": "12"}, "invalid_cvc"),
    ],
)
def test_a_mistyped_card_is_a_card_error(shop: Shop, card: dict[str, object], code: str) -> None:
    result = shop.browse("POST", "/v1/payment_methods", {**CARD, "card": {**PLASTIC, **card}})
    assert (result.status, result.error["type"], result.error["code"]) == (402, "card_error", code)


def test_a_token_is_used_once(shop: Shop) -> None:
    token = shop.browse("POST", "/v1/tokens", {"card": PLASTIC})["id"]
    assert shop.post("/v1/payment_methods", {"type": "card", "card": {"token": token}})["card"]["last4"] == "4242"
    again = shop.post("/v1/payment_methods", {"type": "card", "card": {"token": token}})
    assert again.error["code"] == "token_already_used"
