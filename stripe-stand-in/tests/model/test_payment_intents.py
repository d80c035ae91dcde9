"""Payment intents: every state, every way between them, and what is refused on the way."""

import pytest

from stripe_stand_in.model import AccountSettings
from tests.model.caller import Result, Shop

UNEXPECTED = "payment_intent_unexpected_state"


def confirm(shop: Shop, intent: Result, method: str = "pm_card_visa", **parameters: object) -> Result:
    return shop.post(f"/v1/payment_intents/{intent['id']}/confirm", {"payment_method": method, **parameters})


def test_an_intent_begins_without_a_method_and_with_a_secret(shop: Shop) -> None:
    intent = shop.intent()
    assert intent["status"] == "requires_payment_method"
    assert intent["client_secret"].startswith(f"{intent['id']}_secret_")
    assert (intent["latest_charge"], intent["amount_received"]) == (None, 0)
    assert shop.events() == ["payment_intent.created"]


def test_a_method_makes_it_ready_to_confirm_and_a_confirmation_pays(shop: Shop) -> None:
    intent = shop.intent(payment_method="pm_card_visa")
    assert intent["status"] == "requires_confirmation"
    paid = shop.post(f"/v1/payment_intents/{intent['id']}/confirm")
    assert (paid["status"], paid["amount_received"]) == ("succeeded", 1299)
    charge = shop.get(f"/v1/charges/{paid['latest_charge']}")
    assert (charge["status"], charge["captured"], charge["payment_intent"]) == ("succeeded", True, intent["id"])
    assert shop.events()[1:] == ["charge.succeeded", "payment_intent.succeeded"]


def test_an_update_with_a_method_makes_it_ready_to_confirm(shop: Shop) -> None:
    intent = shop.intent()
    result = shop.post(f"/v1/payment_intents/{intent['id']}", {"payment_method": "pm_card_visa", "amount": 1300})
    assert (result["status"], result["amount"]) == ("requires_confirmation", 1300)


@pytest.mark.parametrize(
    ("method", "code", "decline_code"),
    [
        ("pm_card_visa_chargeDeclined", "card_declined", "generic_decline"),
        ("pm_card_chargeDeclined", "card_declined", "generic_decline"),
        ("pm_card_visa_chargeDeclinedInsufficientFunds", "card_declined", "insufficient_funds"),
        ("pm_card_visa_chargeDeclinedLostCard", "card_declined", "lost_card"),
        ("pm_card_visa_chargeDeclinedStolenCard", "card_declined", "stolen_card"),
        ("pm_card_chargeDeclinedExpiredCard", "expired_card", "expired_card"),
        ("pm_card_chargeDeclinedIncorrectCvc", "incorrect_cvc", "incorrect_cvc"),
        ("pm_card_chargeDeclinedProcessingError", "processing_error", "processing_error"),
        ("pm_card_visa_chargeDeclinedVelocityLimitExceeded", "card_declined", "card_velocity_exceeded"),
        ("pm_card_chargeCustomerFail", "card_declined", "generic_decline"),
        ("pm_card_radarBlock", "card_declined", "fraudulent"),
        ("pm_card_riskLevelHighest", "card_declined", "fraudulent"),
        ("pm_card_threeDSecureRequiredProcessingError", "card_declined", "processing_error"),
    ],
)
def test_a_decline_leaves_the_intent_open_with_the_reason(
    shop: Shop, method: str, code: str, decline_code: str
) -> None:
    result = shop.pay(method)
    assert result.status == 402
    assert (result.error["type"], result.error["code"], result.error["decline_code"]) == (
        "card_error",
        code,
        decline_code,
    )
    intent = result.error["payment_intent"]
    assert (intent["status"], intent["payment_method"]) == ("requires_payment_method", None)
    assert intent["last_payment_error"]["decline_code"] == decline_code
    charge = shop.get(f"/v1/charges/{intent['latest_charge']}")
    assert (charge["status"], charge["paid"], charge["failure_code"]) == ("failed", False, code)
    assert shop.events() == ["payment_intent.created", "charge.failed", "payment_intent.payment_failed"]


def test_radar_shows_in_the_charges_outcome(shop: Shop) -> None:
    blocked = shop.pay("pm_card_radarBlock").error["payment_intent"]["latest_charge"]
    assert shop.get(f"/v1/charges/{blocked}")["outcome"]["type"] == "blocked"
    declined = shop.pay("pm_card_chargeDeclined").error["payment_intent"]["latest_charge"]
    assert shop.get(f"/v1/charges/{declined}")["outcome"]["type"] == "issuer_declined"


def test_after_a_decline_the_same_intent_can_be_paid(shop: Shop) -> None:
    intent = shop.intent()
    assert confirm(shop, intent, "pm_card_chargeDeclined").status == 402
    paid = confirm(shop, intent)
    assert (paid["status"], paid["last_payment_error"]) == ("succeeded", None)
    assert len(shop.get("/v1/charges", {"payment_intent": intent["id"]})["data"]) == 2


def test_a_confirmation_without_a_method_is_refused(shop: Shop) -> None:
    result = shop.post(f"/v1/payment_intents/{shop.intent()['id']}/confirm")
    assert (result.status, result.error["code"]) == (400, UNEXPECTED)


def test_a_paid_intent_is_final(shop: Shop) -> None:
    intent = shop.pay()
    path = f"/v1/payment_intents/{intent['id']}"
    for step, updates in (
        ("/confirm", {"payment_method": "pm_card_visa"}),
        ("/cancel", {}),
        ("/capture", {}),
        ("", {"amount": 1}),
    ):
        result = shop.post(path + step, updates)
        assert (result.status, result.error["code"]) == (400, UNEXPECTED), step
        assert result.error["payment_intent"]["status"] == "succeeded"
    assert shop.post(path, {"metadata": {"a": "b"}})["metadata"] == {"a": "b"}


def test_canceling_is_final_and_not_repeatable(shop: Shop) -> None:
    path = f"/v1/payment_intents/{shop.intent()['id']}"
    canceled = shop.post(f"{path}/cancel", {"cancellation_reason": "abandoned"})
    assert (canceled["status"], canceled["cancellation_reason"]) == ("canceled", "abandoned")
    assert canceled["canceled_at"] == int(shop.now)
    again = shop.post(f"{path}/cancel")
    assert (again.error["code"], again.error["payment_intent"]["status"]) == (UNEXPECTED, "canceled")
    assert shop.post(f"{path}/confirm", {"payment_method": "pm_card_visa"}).error["code"] == UNEXPECTED
    assert shop.events() == ["payment_intent.created", "payment_intent.canceled"]


def test_a_held_payment_is_captured_in_part_and_the_rest_released(shop: Shop) -> None:
    held = shop.pay(capture_method="manual")
    assert (held["status"], held["amount_capturable"], held["amount_received"]) == ("requires_capture", 1299, 0)
    assert shop.events()[-1] == "payment_intent.amount_capturable_updated"
    path = f"/v1/payment_intents/{held['id']}/capture"
    assert shop.post(path, {"amount_to_capture": 1300}).status == 400
    captured = shop.post(path, {"amount_to_capture": 1200})
    assert (captured["status"], captured["amount_capturable"], captured["amount_received"]) == ("succeeded", 0, 1200)
    assert shop.events()[-2:] == ["charge.captured", "payment_intent.succeeded"]


def test_an_authorization_can_be_canceled(shop: Shop) -> None:
    held = shop.pay(capture_method="manual")
    assert shop.refund(held).status == 400
    assert shop.post(f"/v1/payment_intents/{held['id']}/increment_authorization", {"amount": 1300}).status == 400
    assert shop.post(f"/v1/payment_intents/{held['id']}/cancel")["status"] == "canceled"


def test_an_authorization_expires_after_seven_days(shop: Shop) -> None:
    held = shop.pay(capture_method="manual")
    shop.wait(7 * 86_400)
    lapsed = shop.get(f"/v1/payment_intents/{held['id']}")
    assert (lapsed["status"], lapsed["cancellation_reason"]) == ("canceled", "automatic")
    assert shop.events()[-2:] == ["charge.expired", "payment_intent.canceled"]


def test_asynchronous_capture_books_the_balance_a_little_later(shop: Shop) -> None:
    charge = shop.pay()["latest_charge"]
    assert shop.get(f"/v1/charges/{charge}")["balance_transaction"] is None
    shop.wait(1)
    assert shop.get(f"/v1/charges/{charge}")["balance_transaction"].startswith("txn_")
    assert shop.events()[-1] == "charge.updated"


@pytest.mark.parametrize(
    ("method", "settled", "events"),
    [
        ("pm_usBankAccount_success", "succeeded", ["charge.succeeded", "payment_intent.succeeded"]),
        (
            "pm_usBankAccount_insufficientFunds",
            "requires_payment_method",
            ["charge.failed", "payment_intent.payment_failed"],
        ),
        ("pm_usBankAccount_processing", "processing", ["charge.pending", "payment_intent.processing"]),
    ],
)
def test_a_bank_debit_is_processing_until_it_settles(shop: Shop, method: str, settled: str, events: list[str]) -> None:
    result = shop.intent(
        allowed_payment_method_types=["us_bank_account"],
        payment_method=method,
        confirm=True,
        mandate_data={"customer_acceptance": {"type": "offline"}},
    )
    assert result["status"] == "processing"
    assert result["latest_charge"].startswith("py_")
    shop.wait(180)
    assert shop.get(f"/v1/payment_intents/{result['id']}")["status"] == settled
    assert shop.events()[-2:] == events


def test_a_bank_debit_needs_a_mandate_from_a_server(shop: Shop) -> None:
    result = shop.intent(
        allowed_payment_method_types=["us_bank_account"], payment_method="pm_usBankAccount_success", confirm=True
    )
    assert (result.status, result.error["code"]) == (400, "payment_intent_mandate_invalid")


def test_an_iban_decides_how_the_debit_ends_and_an_act_decides_sooner(shop: Shop) -> None:
    def debit(iban: str) -> Result:
        data = {"type": "sepa_debit", "sepa_debit": {"iban": iban}, "billing_details": {"name": "Ada"}}
        return shop.intent(
            currency="eur",
            allowed_payment_method_types=["sepa_debit"],
            payment_method_data=data,
            confirm=True,
            mandate_data={"customer_acceptance": {"type": "offline"}},
        )

    fails, settles = debit("AT861904300235473202"), debit("AT611904300234573201")
    assert shop.model.settle_payment(settles["id"], ok=False) == "requires_payment_method"
    shop.wait(180)
    assert shop.get(f"/v1/payment_intents/{fails['id']}")["status"] == "requires_payment_method"
    assert debit("AT000000000000000000").status == 400


def test_a_redirecting_choice_of_methods_needs_a_return_address(shop: Shop) -> None:
    updates = {"allowed_payment_method_types": None, "payment_method": "pm_card_visa", "confirm": True}
    assert shop.intent(**updates).status == 400
    assert shop.intent(**updates, return_url="https://shop.example")["status"] == "succeeded"
    never = {"enabled": True, "allow_redirects": "never"}
    assert shop.intent(**updates, automatic_payment_methods=never)["status"] == "succeeded"


def test_too_many_confirmations_cancel_the_intent() -> None:
    shop = Shop(settings=AccountSettings(confirmation_limit=2))
    intent = shop.intent()
    assert [confirm(shop, intent, "pm_card_chargeDeclined").status for _ in range(2)] == [402, 402]
    result = confirm(shop, intent)
    assert (result.status, result.error["payment_intent"]["status"]) == (400, "canceled")
    assert shop.model.totals.payment(intent["id"]).captured == 0


def test_charges_can_still_be_made_from_a_token(shop: Shop) -> None:
    charge = shop.post("/v1/charges", {"amount": 1299, "currency": "usd", "source": "tok_visa"})
    assert (charge["status"], charge["payment_intent"]) == ("succeeded", None)
    assert shop.post("/v1/refunds", {"charge": charge["id"], "amount": 1})["status"] == "succeeded"
    declined = shop.post("/v1/charges", {"amount": 1299, "currency": "usd", "source": "tok_chargeDeclined"})
    assert (declined.status, declined.error["code"]) == (402, "card_declined")
    held = shop.post("/v1/charges", {"amount": 1299, "currency": "usd", "source": "tok_visa", "capture": False})
    assert shop.post(f"/v1/charges/{held['id']}/capture", {"amount": 1000})["amount_captured"] == 1000


@pytest.mark.parametrize(
    "parameters",
    [
        {"payment_method": None},
        {"payment_method": "pm_usBankAccount_success", "allowed_payment_method_types": ["us_bank_account"]},
        {"payment_method": "pm_card_visa", "allowed_payment_method_types": None},
        {"payment_method": "pm_nothing"},
        {
            "payment_method": "pm_usBankAccount_success",
            "allowed_payment_method_types": ["us_bank_account"],
            "capture_method": "manual",
            "mandate_data": {"customer_acceptance": {"type": "offline"}},
        },
    ],
)
def test_a_confirmation_that_can_not_begin_leaves_no_intent(shop: Shop, parameters: dict[str, object]) -> None:
    assert shop.intent(confirm=True, **parameters).status in (400, 404)
    assert shop.model.totals.payments() == []
    assert shop.events() == []


def test_a_refused_confirmation_changes_nothing(shop: Shop) -> None:
    intent = shop.intent(allowed_payment_method_types=["card", "us_bank_account"])
    result = confirm(shop, intent, "pm_usBankAccount_success", receipt_email="ada@example.com")
    assert result.error["code"] == "payment_intent_mandate_invalid"
    assert shop.get(f"/v1/payment_intents/{intent['id']}").json == intent.json


def test_an_address_that_is_none_is_refused(shop: Shop) -> None:
    for address in ("ada", "ada@", "@example.com", "a b@example.com", "a@b@c"):
        assert shop.intent(receipt_email=address).error["code"] == "email_invalid", address


def test_a_list_for_an_unknown_customer_is_refused(shop: Shop) -> None:
    for path in ("/v1/payment_intents", "/v1/charges", "/v1/setup_intents"):
        assert shop.get(path, {"customer": "cus_x"}).error["code"] == "resource_missing"
