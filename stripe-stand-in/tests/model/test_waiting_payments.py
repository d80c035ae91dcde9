"""Payments that wait for days: microdeposits, vouchers, and ACH debits that can still be canceled."""

from typing import Any

import pytest

from stripe_stand_in.model import AccountSettings
from tests.model.caller import Result, Shop

ACCOUNT = {"account_number": "000123456789", "routing_number": "110000000"}
MANDATE = {"customer_acceptance": {"type": "offline"}}
MICRODEPOSITS = {"us_bank_account": {"verification_method": "microdeposits"}}
DAY = 86400


def by_bank(shop: Shop, **parameters: Any) -> Result:
    data = {"type": "us_bank_account", "us_bank_account": ACCOUNT, "billing_details": {"name": "Ada"}}
    return shop.intent(
        allowed_payment_method_types=["us_bank_account"], payment_method_data=data, confirm=True, mandate_data=MANDATE,
        **parameters,
    )  # fmt: skip


def by_voucher(shop: Shop, kind: str, currency: str, email: str, **parameters: Any) -> Result:
    data: dict[str, Any] = {"type": kind, "billing_details": {"name": "Ada", "email": email}}
    if kind == "boleto":
        data["boleto"] = {"tax_id": "000.000.000-00"}
    return shop.intent(
        amount=3990, currency=currency, allowed_payment_method_types=[kind], payment_method_data=data, confirm=True,
        **parameters,
    )  # fmt: skip


def status_of(shop: Shop, intent: Result) -> str:
    return str(shop.get(f"/v1/payment_intents/{intent['id']}")["status"])


@pytest.mark.parametrize("given", [{"descriptor_code": "SM11AA"}, {"amounts": [32, 45]}])
def test_microdeposits_verify_an_account_and_the_debit_follows(shop: Shop, given: dict[str, Any]) -> None:
    intent = by_bank(shop, payment_method_options=MICRODEPOSITS)
    action = intent["next_action"]
    assert (intent["status"], action["type"]) == ("requires_action", "verify_with_microdeposits")
    page = action["verify_with_microdeposits"]["hosted_verification_url"]
    assert page.startswith(f"http://127.0.0.1:12111/microdeposits/{intent['id']}?client_secret=")
    browser = {**given, "client_secret": intent["client_secret"]}
    verified = shop.browse("POST", f"/v1/payment_intents/{intent['id']}/verify_microdeposits", browser)
    assert (verified["status"], verified["next_action"]) == ("processing", None)
    shop.wait(180)
    assert status_of(shop, intent) == "succeeded"


def test_a_wrong_code_can_be_corrected_and_too_many_end_the_attempt(shop: Shop) -> None:
    intent = by_bank(shop, payment_method_options=MICRODEPOSITS)
    path = f"/v1/payment_intents/{intent['id']}/verify_microdeposits"
    wrong = shop.post(path, {"descriptor_code": "SM99ZZ"})
    assert wrong.error["code"] == "payment_method_microdeposit_verification_descriptor_code_mismatch"
    assert shop.post(path, {"amounts": [1, 2]}).error["param"] == "amounts"
    assert shop.post(path, {}).error["code"] == "parameter_missing"
    assert status_of(shop, intent) == "requires_action"
    ended = shop.post(path, {"descriptor_code": "SM33CC"})
    assert ended["status"] == "requires_payment_method"
    assert ended["last_payment_error"]["code"] == "payment_method_microdeposit_verification_attempts_exceeded"
    assert shop.post(path, {"descriptor_code": "SM11AA"}).error["code"] == "payment_intent_unexpected_state"


def test_microdeposits_wait_ten_days_and_no_longer(shop: Shop) -> None:
    intent = by_bank(shop, payment_method_options=MICRODEPOSITS)
    shop.wait(9 * DAY)
    assert status_of(shop, intent) == "requires_action"
    shop.wait(DAY)
    assert status_of(shop, intent) == "requires_payment_method"
    assert shop.events()[-1] == "payment_intent.payment_failed"


def test_an_account_may_verify_every_bank_account_by_microdeposits() -> None:
    shop = Shop(settings=AccountSettings(uses_microdeposits=True))
    assert by_bank(shop)["status"] == "requires_action"
    instant = {"us_bank_account": {"verification_method": "instant"}}
    assert by_bank(shop, payment_method_options=instant)["status"] == "processing"
    assert by_bank(Shop())["status"] == "processing"


def test_a_setup_waits_for_microdeposits_too() -> None:
    shop = Shop(settings=AccountSettings(uses_microdeposits=True))
    data = {"type": "us_bank_account", "us_bank_account": ACCOUNT, "billing_details": {"name": "Ada"}}
    setup = shop.post(
        "/v1/setup_intents",
        {"allowed_payment_method_types": ["us_bank_account"], "payment_method_data": data, "confirm": True,
         "mandate_data": MANDATE, "customer": shop.customer()},
    )  # fmt: skip
    assert setup["next_action"]["type"] == "verify_with_microdeposits"
    path = f"/v1/setup_intents/{setup['id']}/verify_microdeposits"
    assert shop.post(path, {"descriptor_code": "SM11AA"})["status"] == "succeeded"


def test_an_ach_debit_alone_can_be_canceled_while_it_is_processing(shop: Shop) -> None:
    intent = by_bank(shop)
    canceled = shop.post(f"/v1/payment_intents/{intent['id']}/cancel")
    assert canceled["status"] == "canceled"
    assert shop.get(f"/v1/charges/{intent['latest_charge']}")["status"] == "failed"
    shop.wait(DAY)
    assert status_of(shop, intent) == "canceled"
    sepa = {"type": "sepa_debit", "sepa_debit": {"iban": "DE89370400440532013000"}, "billing_details": {"name": "Ada"}}
    other = shop.intent(
        currency="eur", allowed_payment_method_types=["sepa_debit"], payment_method_data=sepa, confirm=True,
        mandate_data=MANDATE,
    )  # fmt: skip
    refused = shop.post(f"/v1/payment_intents/{other['id']}/cancel")
    assert refused.error["code"] == "payment_intent_unexpected_state"


@pytest.mark.parametrize(
    ("kind", "currency"), [("konbini", "jpy"), ("oxxo", "mxn"), ("boleto", "brl"), ("multibanco", "eur")]
)
def test_a_voucher_waits_until_it_is_paid(shop: Shop, kind: str, currency: str) -> None:
    intent = by_voucher(shop, kind, currency, "ada_fill_never@example.com")
    action = intent["next_action"]
    assert (intent["status"], action["type"]) == ("requires_action", f"{kind}_display_details")
    page = action[f"{kind}_display_details"]["hosted_voucher_url"]
    assert page.startswith(f"http://127.0.0.1:12111/vouchers/{intent['id']}?client_secret=")
    assert shop.events()[-2:] == ["charge.pending", "payment_intent.requires_action"]
    assert shop.model.settle_payment(intent["id"]) == "succeeded"
    charge = shop.get(f"/v1/charges/{intent['latest_charge']}")
    assert (charge["status"], charge["payment_method_details"]["type"]) == ("succeeded", kind)
    assert shop.events()[-2:] == ["charge.succeeded", "payment_intent.succeeded"]


@pytest.mark.parametrize(
    ("email", "seconds", "status"),
    [
        ("succeed_immediately@example.com", 1, "succeeded"),
        ("ada@example.com", 180, "succeeded"),
        ("expire_immediately@example.com", 1, "requires_payment_method"),
        ("expire_with_delay@example.com", 180, "requires_payment_method"),
        ("fill_never@example.com", 3 * DAY, "requires_payment_method"),
    ],
)
def test_the_address_decides_how_a_voucher_ends(shop: Shop, email: str, seconds: int, status: str) -> None:
    intent = by_voucher(shop, "oxxo", "mxn", email)
    shop.wait(seconds)
    found = shop.get(f"/v1/payment_intents/{intent['id']}")
    assert found["status"] == status
    if status != "succeeded":
        assert found["last_payment_error"]["code"] == "payment_intent_payment_attempt_expired"


def test_a_vouchers_validity_is_asked_for(shop: Shop) -> None:
    asked = {"oxxo": {"expires_after_days": 7}}
    intent = by_voucher(shop, "oxxo", "mxn", "fill_never@example.com", payment_method_options=asked)
    assert intent["next_action"]["oxxo_display_details"]["expires_after"] == int(shop.now) + 7 * DAY


def test_a_voucher_needs_its_details_and_its_currency(shop: Shop) -> None:
    assert by_voucher(shop, "oxxo", "mxn", "").error["param"] == "billing_details[email]"
    assert by_voucher(shop, "oxxo", "usd", "ada@example.com").status == 400
    assert "oxxo" not in shop.post("/v1/payment_intents", {"amount": 3990, "currency": "mxn"})["payment_method_types"]


def test_a_voucher_is_refunded_to_where_its_type_allows(shop: Shop) -> None:
    paid = by_voucher(shop, "konbini", "jpy", "succeed_immediately@example.com")
    shop.wait(1)
    assert shop.refund(paid).error["param"] == "instructions_email"
    refund = shop.refund(paid, instructions_email="ada@example.com")
    assert (refund["status"], refund["destination_details"]["type"]) == ("pending", "jp_bank_transfer")
    final = by_voucher(shop, "oxxo", "mxn", "succeed_immediately@example.com")
    shop.wait(1)
    assert shop.refund(final).error["code"] == "charge_not_refundable"


def test_a_canceled_voucher_can_not_be_paid(shop: Shop) -> None:
    intent = by_voucher(shop, "oxxo", "mxn", "ada@example.com")
    assert shop.post(f"/v1/payment_intents/{intent['id']}/cancel")["status"] == "canceled"
    shop.wait(DAY)
    assert status_of(shop, intent) == "canceled"
