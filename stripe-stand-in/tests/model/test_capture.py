"""Authorizations: captured whole or in part, canceled or expired, and how the release of the rest is shown."""

import pytest

from stripe_stand_in.model import AccountSettings
from tests.model.caller import Result, Shop

OLDER = AccountSettings(uncaptured_shown_as_refund=True)


def charge_of(shop: Shop, intent: Result) -> Result:
    return shop.get(f"/v1/charges/{intent['latest_charge']}")


def capture(shop: Shop, intent: Result, **parameters: object) -> Result:
    return shop.post(f"/v1/payment_intents/{intent['id']}/capture", parameters)


@pytest.mark.parametrize(
    "asked",
    [{"capture_method": "manual"}, {"payment_method_options": {"card": {"capture_method": "manual"}}}],
)
def test_a_manual_capture_authorizes_and_takes_nothing(shop: Shop, asked: dict[str, object]) -> None:
    intent = shop.pay(**asked)
    assert (intent["status"], intent["amount_capturable"], intent["amount_received"]) == ("requires_capture", 1299, 0)
    charge = charge_of(shop, intent)
    assert (charge["captured"], charge["amount_captured"], charge["paid"]) == (False, 0, True)
    assert charge["payment_method_details"]["card"]["capture_before"] == int(shop.now) + 7 * 86400
    assert shop.events()[-2:] == ["charge.succeeded", "payment_intent.amount_capturable_updated"]
    assert capture(shop, intent)["status"] == "succeeded"
    assert shop.events()[-2:] == ["charge.captured", "payment_intent.succeeded"]


def test_the_option_outlasts_an_update_and_is_shown(shop: Shop) -> None:
    intent = shop.intent(payment_method_options={"card": {"capture_method": "manual"}})
    shop.post(f"/v1/payment_intents/{intent['id']}", {"description": "A hold"})
    paid = shop.post(f"/v1/payment_intents/{intent['id']}/confirm", {"payment_method": "pm_card_visa"})
    assert (paid["status"], paid["capture_method"]) == ("requires_capture", "automatic_async")
    assert paid["payment_method_options"]["card"]["capture_method"] == "manual"


def test_a_partial_capture_takes_that_much_once_and_only_that_can_be_refunded(shop: Shop) -> None:
    intent = shop.pay(capture_method="manual")
    taken = capture(shop, intent, amount_to_capture=833)
    assert (taken["status"], taken["amount_received"], taken["amount_capturable"]) == ("succeeded", 833, 0)
    charge = charge_of(shop, intent)
    assert (charge["amount"], charge["amount_captured"], charge["amount_refunded"]) == (1299, 833, 0)
    assert capture(shop, intent).error["code"] == "payment_intent_unexpected_state"
    assert shop.refund(intent, amount=834).status == 400
    shop.refund(intent)
    assert charge_of(shop, intent)["refunded"] is True


def test_the_older_shape_shows_the_uncaptured_rest_as_a_refund() -> None:
    shop = Shop(settings=OLDER)
    intent = shop.pay(capture_method="manual")
    capture(shop, intent, amount_to_capture=833)
    charge = charge_of(shop, intent)
    assert (charge["amount_captured"], charge["amount_refunded"], charge["refunded"]) == (833, 466, False)
    (release,) = shop.get("/v1/refunds", {"payment_intent": intent["id"]})["data"]
    assert (release["amount"], release["balance_transaction"]) == (466, None)
    assert [each for each in shop.events() if "refund" in each] == ["charge.refunded", "refund.created"]
    assert shop.refund(intent, amount=834).status == 400
    assert shop.refund(intent)["amount"] == 833
    charge = charge_of(shop, intent)
    assert (charge["amount_refunded"], charge["refunded"]) == (1299, True)
    assert shop.model.totals.payment(intent["id"]).refunded == 833


@pytest.mark.parametrize("end", ["cancel", "expiry"])
@pytest.mark.parametrize(("settings", "released"), [(None, 0), (OLDER, 1299)])
def test_a_void_releases_the_whole_authorization(end: str, settings: AccountSettings | None, released: int) -> None:
    shop = Shop(settings=settings)
    intent = shop.pay(capture_method="manual")
    if end == "cancel":
        shop.post(f"/v1/payment_intents/{intent['id']}/cancel")
    else:
        shop.wait(7 * 86400)
        assert "charge.expired" in shop.events()
    assert shop.get(f"/v1/payment_intents/{intent['id']}")["status"] == "canceled"
    charge = charge_of(shop, intent)
    assert (charge["amount_refunded"], charge["refunded"]) == (released, released > 0)
    assert shop.events()[-1] == "payment_intent.canceled"


def test_a_requested_authentication_has_its_effect(shop: Shop) -> None:
    asked = {"card": {"request_three_d_secure": "any"}}
    assert shop.pay("pm_card_threeDSecureOptional")["status"] == "succeeded"
    challenged = shop.pay("pm_card_threeDSecureOptional", payment_method_options=asked)
    assert challenged["status"] == "requires_action"
    plain = charge_of(shop, shop.pay(payment_method_options=asked))["payment_method_details"]["card"]
    assert plain["three_d_secure"]["result"] == "attempt_acknowledged"
    assert charge_of(shop, shop.pay())["payment_method_details"]["card"]["three_d_secure"] is None


def test_a_network_that_the_card_does_not_have_is_refused(shop: Shop) -> None:
    refused = shop.pay(payment_method_options={"card": {"network": "cartes_bancaires"}})
    assert refused.error["param"] == "payment_method_options[card][network]"


def test_what_a_card_option_would_promise_in_vain_is_refused_by_name(shop: Shop) -> None:
    refused = shop.pay(payment_method_options={"card": {"installments": {"enabled": True}}})
    assert (refused.status, refused.error["code"]) == (400, "not_offered")
    assert refused.error["param"] == "payment_method_options[card][installments]"
