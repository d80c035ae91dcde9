"""Setup intents: methods made ready for later."""

from tests.model.caller import Result, Shop


def setup(shop: Shop, **parameters: object) -> Result:
    return shop.post("/v1/setup_intents", {"allowed_payment_method_types": ["card"], **parameters})


def test_a_method_is_set_up_for_its_customer(shop: Shop) -> None:
    customer = shop.customer()
    intent = setup(shop, customer=customer)
    assert intent["status"] == "requires_payment_method"
    done = shop.post(f"/v1/setup_intents/{intent['id']}/confirm", {"payment_method": "pm_card_visa"})
    assert (done["status"], done["usage"]) == ("succeeded", "off_session")
    (saved,) = shop.get(f"/v1/customers/{customer}/payment_methods")["data"]
    assert saved["id"] == done["payment_method"]
    assert shop.events()[1:] == ["setup_intent.created", "payment_method.attached", "setup_intent.succeeded"]


def test_a_decline_leaves_it_open_with_the_reason(shop: Shop) -> None:
    result = setup(shop, payment_method="pm_card_chargeDeclined", confirm=True)
    assert result.status == 402
    intent = result.error["setup_intent"]
    assert (intent["status"], intent["payment_method"]) == ("requires_payment_method", None)
    assert intent["last_setup_error"]["decline_code"] == "generic_decline"
    assert shop.events() == ["setup_intent.created", "setup_intent.setup_failed"]


def test_a_challenge_is_passed_or_failed(shop: Shop) -> None:
    for ok, status in ((True, "succeeded"), (False, "requires_payment_method")):
        intent = setup(shop, payment_method="pm_card_authenticationRequired", confirm=True)
        assert intent["status"] == "requires_action"
        assert shop.model.authenticate(intent["id"], intent["client_secret"], ok) == status
    failed = shop.get("/v1/setup_intents", {"limit": 1})["data"][0]
    assert failed["last_setup_error"]["code"] == "setup_intent_authentication_failure"


def test_a_browser_sets_up_a_card_with_the_client_secret(shop: Shop) -> None:
    intent = setup(shop, customer=shop.customer())
    card = {"number": "4242424242424242", "exp_month": 1, "exp_year": 2040, "cvc": "999"}
    result = shop.browse(
        "POST",
        f"/v1/setup_intents/{intent['id']}/confirm",
        {"client_secret": intent["client_secret"], "payment_method_data": {"type": "card", "card": card}},
    )
    assert result["status"] == "succeeded"
    assert "customer" not in result.json


def test_only_an_open_one_can_be_canceled_or_confirmed(shop: Shop) -> None:
    intent = setup(shop)["id"]
    assert shop.post(f"/v1/setup_intents/{intent}/cancel")["status"] == "canceled"
    for step in ("cancel", "confirm"):
        result = shop.post(f"/v1/setup_intents/{intent}/{step}")
        assert (result.status, result.error["code"]) == (400, "setup_intent_unexpected_state")
        assert result.error["setup_intent"]["id"] == intent


def test_a_bank_account_set_up_once_can_be_debited_without_asking_again(shop: Shop) -> None:
    customer = shop.customer()
    done = setup(
        shop,
        customer=customer,
        allowed_payment_method_types=["us_bank_account"],
        payment_method="pm_usBankAccount_success",
        confirm=True,
        mandate_data={"customer_acceptance": {"type": "offline"}},
    )
    assert shop.get(f"/v1/mandates/{done['mandate']}")["status"] == "active"
    paid = shop.intent(
        customer=customer,
        allowed_payment_method_types=["us_bank_account"],
        payment_method=done["payment_method"],
        confirm=True,
        off_session=True,
    )
    assert paid["status"] == "processing"
