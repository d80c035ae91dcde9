"""Parameters: unknown, missing, malformed ones are refused in Stripe's words, with Stripe's codes."""

import pytest

from tests.model.caller import Shop

CREATE = "/v1/payment_intents"
GOOD = {"amount": 1299, "currency": "usd"}


@pytest.mark.parametrize(
    ("parameters", "code", "param"),
    [
        ({**GOOD, "colour": "red"}, "parameter_unknown", "colour"),
        (
            {**GOOD, "shipping": {"name": "A", "address": {"street": "x"}}},
            "parameter_unknown",
            "shipping[address][street]",
        ),
        ({"currency": "usd"}, "parameter_missing", "amount"),
        ({"amount": 1299}, "parameter_missing", "currency"),
        ({**GOOD, "shipping": {"name": "A"}}, "parameter_missing", "shipping[address]"),
        ({**GOOD, "amount": "12.99"}, "parameter_invalid_integer", "amount"),
        ({**GOOD, "amount": "-1"}, "parameter_invalid_integer", "amount"),
        ({**GOOD, "amount": "0"}, "parameter_invalid_integer", "amount"),
        ({**GOOD, "amount": "١٢"}, "parameter_invalid_integer", "amount"),
        ({**GOOD, "amount": ""}, "parameter_invalid_empty", "amount"),
        ({**GOOD, "amount": {"x": "1"}}, None, "amount"),
        ({**GOOD, "confirm": "yes"}, None, "confirm"),
        ({**GOOD, "capture_method": "later"}, None, "capture_method"),
        ({**GOOD, "currency": "xxx"}, None, "currency"),
        ({**GOOD, "metadata": "x"}, None, "metadata"),
        ({**GOOD, "expand": "customer"}, None, "expand"),
        ({**GOOD, "description": "x" * 1001}, None, "description"),
        ({**GOOD, "metadata": {"k" * 41: "v"}}, None, "metadata"),
        ({**GOOD, "metadata": {"k": "v" * 501}}, None, "metadata[k]"),
        ({**GOOD, "metadata": {f"k{each}": "v" for each in range(51)}}, None, "metadata"),
        ({**GOOD, "return_url": "https://shop.example"}, None, "return_url"),
        ({**GOOD, "statement_descriptor": "SHOP"}, None, "statement_descriptor"),
    ],
)
def test_a_bad_parameter_is_refused_by_name(
    shop: Shop, parameters: dict[str, object], code: str | None, param: str
) -> None:
    result = shop.post(CREATE, parameters)
    assert result.status == 400
    assert result.error["type"] == "invalid_request_error"
    assert (result.error.get("code"), result.error["param"]) == (code, param)
    assert shop.events() == []


def test_metadata_merges_key_by_key_and_an_empty_value_deletes(shop: Shop) -> None:
    intent = shop.intent(metadata={"a": "1", "b": "2"})["id"]
    path = f"/v1/payment_intents/{intent}"
    assert shop.post(path, {"metadata": {"b": "", "c": "3"}})["metadata"] == {"a": "1", "c": "3"}
    assert shop.post(path, {"metadata": ""})["metadata"] == {}


def test_the_empty_string_clears_a_value(shop: Shop) -> None:
    customer = shop.customer(email="ada@example.com", address={"line1": "1 Street"})
    cleared = shop.post(f"/v1/customers/{customer}", {"email": "", "address": ""})
    assert (cleared["email"], cleared["address"]) == (None, None)


def test_method_types_in_requests_are_gone_with_endive_and_still_taken_before(shop: Shop) -> None:
    updates = {**GOOD, "payment_method_types": ["card"]}
    now = shop.post(CREATE, updates)
    assert (now.status, now.error["code"]) == (400, "payment_method_types_no_longer_supported")
    for version in (None, "2022-11-15", "2026-07-29.dahlia"):
        assert shop.post(CREATE, updates, version=version)["payment_method_types"] == ["card"]


@pytest.mark.parametrize(
    "choice",
    [
        {"automatic_payment_methods": {"enabled": True}},
        {"excluded_payment_method_types": ["us_bank_account"]},
    ],
)
def test_allowed_types_exclude_every_other_way_to_choose(shop: Shop, choice: dict[str, object]) -> None:
    result = shop.post(CREATE, {**GOOD, "allowed_payment_method_types": ["card"], **choice})
    assert (result.status, result.error["code"]) == (400, "parameters_exclusive")


def test_allowed_types_are_silently_narrowed_to_those_that_fit(shop: Shop) -> None:
    result = shop.intent(allowed_payment_method_types=["card", "us_bank_account", "klarna"], currency="eur")
    assert result["payment_method_types"] == ["card"]


def test_dynamic_methods_are_the_default_of_newer_versions(shop: Shop) -> None:
    assert shop.post(CREATE, GOOD)["automatic_payment_methods"] == {"allow_redirects": "always", "enabled": True}
    assert shop.post(CREATE, GOOD, version="2022-11-15")["automatic_payment_methods"] is None


def test_capture_is_asynchronous_by_default_in_newer_versions(shop: Shop) -> None:
    assert shop.post(CREATE, GOOD)["capture_method"] == "automatic_async"
    assert shop.post(CREATE, GOOD, version="2024-04-09")["capture_method"] == "automatic"


@pytest.mark.parametrize(
    ("amount", "currency", "code"),
    [
        (49, "usd", "amount_too_small"),
        (29, "gbp", "amount_too_small"),
        (49, "jpy", "amount_too_small"),
        (100_000_000, "usd", "amount_too_large"),
        (1235, "kwd", "invalid_charge_amount"),
        (1299, "isk", "invalid_charge_amount"),
        (1299, "ugx", "invalid_charge_amount"),
    ],
)
def test_an_amount_the_currency_can_not_be_charged_in_is_refused(
    shop: Shop, amount: int, currency: str, code: str
) -> None:
    result = shop.intent(amount=amount, currency=currency)
    assert (result.status, result.error["code"], result.error["param"]) == (400, code, "amount")


@pytest.mark.parametrize(
    ("amount", "currency"),
    [(1299, "usd"), (1299, "jpy"), (1230, "kwd"), (500, "isk"), (1300, "ugx"), (9_999_999_999, "cop"), (1, "bif")],
)
def test_an_amount_the_currency_takes_is_taken(shop: Shop, amount: int, currency: str) -> None:
    assert shop.intent(amount=amount, currency=currency)["amount"] == amount


def test_currency_codes_are_lowered(shop: Shop) -> None:
    assert shop.intent(currency="USD")["currency"] == "usd"


def test_json_bodies_are_refused(shop: Shop) -> None:
    headers = {"Authorization": f"Bearer {shop.model.secret_key}", "Content-Type": "application/json"}
    assert shop.model.handle("POST", "/v1/customers", headers, b"{}").status == 400


def test_bytes_that_are_no_utf8_are_refused(shop: Shop) -> None:
    headers = {"Authorization": f"Bearer {shop.model.secret_key}"}
    assert shop.model.handle("POST", "/v1/customers", headers, b"name=\xff").status == 400
