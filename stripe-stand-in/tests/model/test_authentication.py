"""3-D Secure: the challenge, its end, and cards that only sometimes want it."""

import pytest

from tests.model.caller import Result, Shop

BACK = "https://shop.example/done?order=1"


def challenged(shop: Shop, method: str = "pm_card_threeDSecure2Required", **parameters: object) -> Result:
    result = shop.pay(method, **parameters)
    assert result["status"] == "requires_action"
    return result


def now(shop: Shop, intent: Result) -> Result:
    return shop.get(f"/v1/payment_intents/{intent['id']}")


def test_a_challenge_sends_the_shopper_to_the_bank_and_back(shop: Shop) -> None:
    intent = challenged(shop, return_url=BACK)
    action = intent["next_action"]
    page = f"http://127.0.0.1:12111/3ds/{intent['id']}?client_secret={intent['client_secret']}"
    assert action == {"type": "redirect_to_url", "redirect_to_url": {"return_url": BACK, "url": page}}
    assert intent["latest_charge"] is None
    assert shop.model.authenticate(intent["id"], intent["client_secret"], True) == "succeeded"
    assert shop.model.return_address(intent["id"], intent["client_secret"]) == (
        f"{BACK}&payment_intent={intent['id']}&payment_intent_client_secret={intent['client_secret']}"
        "&redirect_status=succeeded"
    )
    assert now(shop, intent)["next_action"] is None
    assert shop.events()[1:] == ["payment_intent.requires_action", "charge.succeeded", "payment_intent.succeeded"]


def test_without_a_return_address_the_browsers_library_shows_the_challenge(shop: Shop) -> None:
    for intent in (challenged(shop), challenged(shop, return_url=BACK, use_stripe_sdk=True)):
        assert intent["next_action"]["type"] == "use_stripe_sdk"
        assert intent["next_action"]["use_stripe_sdk"]["stripe_js"].endswith(intent["client_secret"])


def test_a_failed_challenge_charges_nothing_and_another_card_can_pay(shop: Shop) -> None:
    intent = challenged(shop, return_url=BACK)
    assert shop.model.authenticate(intent["id"], intent["client_secret"], False) == "requires_payment_method"
    failed = now(shop, intent)
    assert failed["last_payment_error"]["code"] == "payment_intent_authentication_failure"
    assert failed["latest_charge"] is None
    assert str(shop.model.return_address(intent["id"], intent["client_secret"])).endswith("redirect_status=failed")
    path = f"/v1/payment_intents/{intent['id']}/confirm"
    assert shop.post(path, {"payment_method": "pm_card_visa"})["status"] == "succeeded"


@pytest.mark.parametrize(
    ("method", "decline_code"),
    [
        ("pm_card_threeDSecureRequiredChargeDeclined", "generic_decline"),
        ("pm_card_authenticationRequiredChargeDeclinedInsufficientFunds", "insufficient_funds"),
    ],
)
def test_a_passed_challenge_can_still_end_in_a_decline(shop: Shop, method: str, decline_code: str) -> None:
    intent = challenged(shop, method)
    assert shop.model.authenticate(intent["id"], intent["client_secret"], True) == "requires_payment_method"
    declined = now(shop, intent)
    assert declined["last_payment_error"]["decline_code"] == decline_code
    assert declined["latest_charge"] is not None


def test_an_unanswered_challenge_expires(shop: Shop) -> None:
    intent = challenged(shop)
    shop.wait(86_400)
    assert now(shop, intent)["last_payment_error"]["code"] == "payment_intent_payment_attempt_expired"


def test_a_shopper_who_left_a_challenge_can_pay_with_another_card(shop: Shop) -> None:
    intent = challenged(shop)
    result = shop.post(f"/v1/payment_intents/{intent['id']}/confirm", {"payment_method": "pm_card_visa"})
    assert result["status"] == "succeeded"
    shop.wait(86_400)
    assert now(shop, intent)["status"] == "succeeded"
    assert len(shop.model.totals.payment(intent["id"]).charges) == 1


def test_a_new_challenge_has_a_day_of_its_own(shop: Shop) -> None:
    intent = challenged(shop)
    shop.wait(43_200)
    again = {"payment_method": "pm_card_threeDSecure2Required"}
    assert shop.post(f"/v1/payment_intents/{intent['id']}/confirm", again)["status"] == "requires_action"
    shop.wait(43_200)
    assert now(shop, intent)["status"] == "requires_action"
    shop.wait(43_200)
    assert now(shop, intent)["status"] == "requires_payment_method"


def test_with_manual_confirmation_the_server_has_the_last_word(shop: Shop) -> None:
    intent = challenged(shop, confirmation_method="manual")
    assert shop.model.authenticate(intent["id"], intent["client_secret"], True) == "requires_confirmation"
    assert shop.post(f"/v1/payment_intents/{intent['id']}/confirm")["status"] == "succeeded"


@pytest.mark.parametrize("method", ["pm_card_threeDSecureOptional", "pm_card_visa"])
def test_a_card_that_does_not_insist_is_charged_at_once(shop: Shop, method: str) -> None:
    assert shop.pay(method)["status"] == "succeeded"


def test_an_off_session_payment_is_never_challenged(shop: Shop) -> None:
    result = shop.pay("pm_card_authenticationRequired", off_session=True)
    assert (result.status, result.error["code"]) == (402, "authentication_required")
    result = shop.pay("pm_card_authenticationRequired", error_on_requires_action=True)
    assert (result.status, result.error["code"]) == (402, "authentication_required")


def test_a_card_set_up_for_later_is_not_challenged_off_session_again(shop: Shop) -> None:
    customer = shop.customer()
    intent = challenged(
        shop, "pm_card_authenticationRequiredOnSetup", customer=customer, setup_future_usage="off_session"
    )
    shop.model.authenticate(intent["id"], intent["client_secret"], True)
    (method,) = shop.get(f"/v1/customers/{customer}/payment_methods")["data"]
    again = shop.pay(method["id"], customer=customer, off_session=True)
    assert again["status"] == "succeeded"
    assert shop.pay(method["id"], customer=customer)["status"] == "requires_action"


def test_a_wrong_secret_or_state_authenticates_nothing(shop: Shop) -> None:
    intent = challenged(shop)
    with pytest.raises(Exception, match="does not match"):
        shop.model.authenticate(intent["id"], "wrong", True)
    shop.model.authenticate(intent["id"], intent["client_secret"], True)
    with pytest.raises(Exception, match="No authentication"):
        shop.model.authenticate(intent["id"], intent["client_secret"], True)
