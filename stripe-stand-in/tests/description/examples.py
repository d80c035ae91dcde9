"""Example values for the parameters of Stripe's description, and a place to send each of them to."""

from collections.abc import Callable, Iterator
from typing import Any

from tests.model.caller import Shop

Schema = dict[str, Any]

BY_NAME: dict[str, Any] = {
    "account_holder_type": "company",
    "accepted_at": 1_780_000_000,
    "account_number": "000999999991",
    "amount": 1188,
    "amount_to_capture": 833,
    "amount_to_confirm": 1298,
    "api_version": "2025-03-31.basil",
    "charge": "ch_nowhere",
    "currency": "eur",
    "customer": "cus_nowhere",
    "email": "other@example.com",
    "enabled_events": ["charge.captured"],
    "ending_before": "xx_nowhere",
    "exp_month": 11,
    "exp_year": 2031,
    "expand": ["nothing.of.this"],
    "gt": 4_000_000_000,
    "gte": 4_000_000_000,
    "iban": "AT611904300234573201",
    "instructions_email": "other@example.com",
    "limit": 1,
    "mandate": "mandate_nowhere",
    "network": "cartes_bancaires",
    "next_invoice_sequence": 7,
    "number": "5555555555554444",
    "page": "1",
    "payment_intent": "pi_nowhere",
    "payment_method": "pm_card_mastercard",
    "payment_method_configuration": "pmc_other",
    "preferred": "mastercard",
    "query": "amount>99999",
    "receipt_email": "other@example.com",
    "return_url": "https://shop.example/elsewhere",
    "routing_number": "110000001",
    "starting_after": "xx_nowhere",
    "type": "us_bank_account",
    "url": "https://shop.example/elsewhere",
}
"""Values that differ from what the places below send."""


def leaves(name: str, schema: Schema) -> Iterator[tuple[str, Schema]]:
    """Every parameter below `name` that has no parameters of its own, by its full name."""
    if "anyOf" in schema:
        for each in schema["anyOf"]:
            if each.get("enum") != [""]:
                yield from leaves(name, each)
    elif schema.get("properties"):
        for inner, inner_schema in schema["properties"].items():
            yield from leaves(f"{name}[{inner}]", inner_schema)
    else:
        yield name, schema


def values(name: str, schema: Schema) -> list[Any]:
    """Values to send for a parameter, until one of them shows an effect."""
    plain = name.rpartition("[")[2].rstrip("]")
    chosen = [BY_NAME[plain]] if plain in BY_NAME else []
    kind = schema.get("type")
    if any(schema.get("enum", ())):
        return [each for each in schema["enum"] if each] + chosen
    by_kind: dict[str | None, list[Any]] = {
        "integer": [7],
        "boolean": [True, False],
        "array": [["card"], ["us_bank_account"], [{"amount": 1}]],
        "object": [{"note": "other"}],
    }
    return chosen or by_kind.get(kind, ["other"])


def nested(name: str, value: Any) -> dict[str, Any]:
    """`a[b]` and a value, as the tree `{"a": {"b": value}}`."""
    head, *rest = name.replace("]", "").split("[")
    for step in reversed(rest):
        value = {step: value}
    return {head: value}


def merged(into: dict[str, Any], more: dict[str, Any]) -> dict[str, Any]:
    """Two trees as one; the second wins."""
    joint = dict(into)
    for name, value in more.items():
        known = joint.get(name)
        joint[name] = merged(known, value) if isinstance(known, dict) and isinstance(value, dict) else value
    return joint


def _intent(shop: Shop, **parameters: Any) -> str:
    return str(shop.intent(**parameters)["id"])


def _charge(shop: Shop) -> str:
    return str(shop.pay()["latest_charge"])


def _saved(shop: Shop) -> str:
    customer = shop.customer()
    return str(shop.post("/v1/payment_methods/pm_card_visa/attach", {"customer": customer})["id"])


def _setup(shop: Shop, **parameters: Any) -> str:
    return str(shop.post("/v1/setup_intents", {"allowed_payment_method_types": ["card"], **parameters})["id"])


def _dispute(shop: Shop) -> str:
    return shop.model.open_dispute(str(shop.pay()["id"]))


def _endpoint(shop: Shop) -> str:
    return str(shop.post("/v1/webhook_endpoints", {"url": "https://shop.example/a", "enabled_events": ["*"]})["id"])


def _refund(shop: Shop, card: str = "pm_card_visa") -> str:
    return str(shop.refund(shop.pay(card))["id"])


def _asking_refund(shop: Shop) -> str:
    refund = _refund(shop, "pm_card_pendingRefund")
    shop.model.ask_refund_details(refund)
    return refund


Place = tuple[Callable[[Shop], dict[str, str]], dict[str, Any]]

ORDER = {"amount": 1299, "currency": "usd"}
CARD = {"type": "card", "card": {"number": "4242424242424242", "exp_month": 4, "exp_year": 2034}}
BANK = {
    "type": "us_bank_account",
    "us_bank_account": {"account_number": "000123456789", "routing_number": "110000000"},
    "billing_details": {"name": "Ada"},
}
CONFIRMED = {**ORDER, "payment_method": "pm_card_visa", "confirm": True, "allowed_payment_method_types": ["card"]}


def _at(name: str, make: Callable[[Shop], str]) -> Callable[[Shop], dict[str, str]]:
    return lambda shop: {name: make(shop)}


def _nowhere(_: Shop) -> dict[str, str]:
    return {}


AGREED = {"mandate_data": {"customer_acceptance": {"type": "online"}}}
SEPA = {
    "type": "sepa_debit", "sepa_debit": {"iban": "DE89370400440532013000"}, "billing_details": {"name": "Ada"},
}  # fmt: skip
ADDRESSED = {"billing_details": {"name": "Ada", "email": "fill_never@example.com"}}
VOUCHERS: dict[str, Any] = {
    "boleto": ("brl", {"type": "boleto", "boleto": {"tax_id": "000.000.000-00"}, **ADDRESSED}),
    "konbini": ("jpy", {"type": "konbini", **ADDRESSED}),
    "multibanco": ("eur", {"type": "multibanco", **ADDRESSED}),
    "oxxo": ("mxn", {"type": "oxxo", **ADDRESSED}),
}
METHODS = {
    "us_bank_account": ("usd", {**BANK}, AGREED), "sepa_debit": ("eur", SEPA, AGREED),
    **{kind: (currency, data, {}) for kind, (currency, data) in VOUCHERS.items()},
}  # fmt: skip
CREATED_BY_METHOD = [
    {"amount": 3990, "currency": currency, "allowed_payment_method_types": [kind], "payment_method_data": data,
     "confirm": True, **agreed}
    for kind, (currency, data, agreed) in METHODS.items()
]  # fmt: skip


def _waiting(kind: str) -> Callable[[Shop], dict[str, str]]:
    currency = METHODS[kind][0]
    return lambda shop: {"intent": _intent(shop, amount=3990, currency=currency, allowed_payment_method_types=[kind])}


CONFIRMED_BY_METHOD = [
    (_waiting(kind), {"payment_method_data": data, **agreed}) for kind, (_, data, agreed) in METHODS.items()
]
UPDATED_BY_METHOD: list[Place] = [(_waiting(kind), {}) for kind in METHODS]
CHALLENGED = {"payment_method": "pm_card_threeDSecureRequired", "return_url": "https://shop.example/back"}


def _of_customer(shop: Shop) -> dict[str, str]:
    method = _saved(shop)
    return {"payment_method": method, "customer": str(shop.get(f"/v1/payment_methods/{method}")["customer"])}


def _authorized(shop: Shop) -> str:
    return str(shop.pay(capture_method="manual")["id"])


def _two_methods(shop: Shop) -> str:
    customer = shop.customer()
    for card in ("pm_card_visa", "pm_card_mastercard"):
        shop.post(f"/v1/payment_methods/{card}/attach", {"customer": customer})
    return customer


def _saved_bank(shop: Shop) -> str:
    method = shop.post("/v1/payment_methods", BANK)["id"]
    return str(shop.post(f"/v1/payment_methods/{method}/attach", {"customer": shop.customer()})["id"])


PLACES: dict[str, list[Place]] = {
    "POST /v1/charges/{charge}": [(_at("charge", _charge), {})],
    "POST /v1/customer_sessions": [
        (_nowhere, {"customer": "{customer}", "components": {"payment_element": {"enabled": True}}})
    ],
    "POST /v1/customers": [(_nowhere, {})],
    "POST /v1/customers/{customer}": [(_at("customer", lambda shop: shop.customer()), {})],
    "POST /v1/disputes/{dispute}": [(_at("dispute", _dispute), {"evidence": {"customer_name": "Ada"}})],
    "POST /v1/payment_intents": [
        (_nowhere, CONFIRMED),
        (_nowhere, ORDER),
        *((_nowhere, base) for base in CREATED_BY_METHOD),
        (_nowhere, {**CONFIRMED, **CHALLENGED}),
        (_nowhere, {**ORDER, "payment_method_data": CARD}),
    ],
    "POST /v1/payment_intents/{intent}": [
        (_at("intent", _intent), {}), (_at("intent", _intent), {"payment_method_data": CARD}), *UPDATED_BY_METHOD,
    ],
    "POST /v1/payment_intents/{intent}/confirm": [
        (_at("intent", _intent), {"payment_method": "pm_card_visa"}),
        (_at("intent", _intent), {"payment_method_data": CARD}),
        (_at("intent", _intent), CHALLENGED),
        *CONFIRMED_BY_METHOD,
    ],
    "POST /v1/payment_intents/{intent}/cancel": [(_at("intent", _intent), {})],
    "POST /v1/payment_intents/{intent}/capture": [
        (_at("intent", _authorized),
         {})
    ],
    "POST /v1/payment_methods": [(_nowhere, data) for data in (CARD, BANK, SEPA, VOUCHERS["boleto"][1])],
    "POST /v1/payment_methods/{payment_method}": [
        (_at("payment_method", _saved), {}), (_at("payment_method", _saved_bank), {}),
    ],
    "POST /v1/payment_methods/{payment_method}/attach": [
        (_at("payment_method", lambda _: "pm_card_visa"), {"customer": "{customer}"})
    ],
    "POST /v1/payment_methods/{payment_method}/detach": [(_at("payment_method", _saved), {})],
    "POST /v1/refunds": [(_nowhere, {"payment_intent": "{paid}"})],
    "POST /v1/refunds/{refund}": [(_at("refund", _refund), {})],
    "POST /v1/refunds/{refund}/cancel": [(_at("refund", _asking_refund), {})],
    "POST /v1/setup_intents": [
        (_nowhere, {"payment_method": "pm_card_visa", "confirm": True, "allowed_payment_method_types": ["card"]}),
        (_nowhere, {}),
        (_nowhere, {"payment_method_data": CARD}),
        (_nowhere, {**CHALLENGED, "confirm": True, "allowed_payment_method_types": ["card"]}),
        (_nowhere, {"payment_method_data": BANK, "allowed_payment_method_types": ["us_bank_account"], "confirm": True,
                    "mandate_data": {"customer_acceptance": {"type": "online"}}}),
    ],
    "POST /v1/setup_intents/{intent}": [
        (_at("intent", _setup), {}), (_at("intent", _setup), {"payment_method_data": CARD}),
        (_at("intent", lambda shop: _setup(shop, allowed_payment_method_types=["us_bank_account"])), {}),
    ],
    "POST /v1/setup_intents/{intent}/confirm": [
        (_at("intent", _setup), {"payment_method": "pm_card_visa"}),
        (_at("intent", _setup), CHALLENGED),
        (_at("intent", _setup), {"payment_method_data": CARD}),
        (_at("intent", lambda shop: _setup(shop, allowed_payment_method_types=["us_bank_account"])),
         {"payment_method_data": BANK, "mandate_data": {"customer_acceptance": {"type": "online"}}}),
    ],
    "POST /v1/setup_intents/{intent}/cancel": [(_at("intent", _setup), {})],
    "POST /v1/webhook_endpoints": [(_nowhere, {"url": "https://shop.example/a", "enabled_events": ["*"]})],
    "POST /v1/webhook_endpoints/{webhook_endpoint}": [(_at("webhook_endpoint", _endpoint), {})],
    "POST /v1/disputes/{dispute}/close": [(_at("dispute", _dispute), {})],
    "POST /v1/payment_intents/{intent}/increment_authorization": [
        (_at("intent", _authorized),
         {"amount": 1300})
    ],
    "DELETE /v1/customers/{customer}": [(_at("customer", lambda shop: shop.customer()), {})],
    "DELETE /v1/webhook_endpoints/{webhook_endpoint}": [(_at("webhook_endpoint", _endpoint), {})],
    "GET /v1/customers/{customer}": [(_at("customer", lambda shop: shop.customer()), {})],
    "GET /v1/customers/{customer}/payment_methods": [(_at("customer", _two_methods), {})],
    "GET /v1/payment_methods": [(_at("customer", _two_methods), {})],
    "GET /v1/payment_intents/{intent}": [(_at("intent", _intent), {})],
    "GET /v1/payment_intents/search": [(_nowhere, {"query": 'currency:"usd"'})],
    "GET /v1/setup_intents/{intent}": [(_at("intent", _setup), {})],
    "GET /v1/charges/{charge}": [(_at("charge", _charge), {})],
    "GET /v1/disputes/{dispute}": [(_at("dispute", _dispute), {})],
    "GET /v1/refunds/{refund}": [(_at("refund", _refund), {})],
    "GET /v1/payment_methods/{payment_method}": [(_at("payment_method", _saved), {})],
    "GET /v1/webhook_endpoints/{webhook_endpoint}": [(_at("webhook_endpoint", _endpoint), {})],
    "GET /v1/balance_transactions/{id}": [
        (_at("id", lambda shop: str(shop.get("/v1/balance_transactions")["data"][0]["id"])), {})
    ],
    "GET /v1/events/{id}": [(_at("id", lambda shop: str(shop.get("/v1/events")["data"][0]["id"])), {})],
    "GET /v1/radar/early_fraud_warnings/{early_fraud_warning}": [
        (_at("early_fraud_warning", lambda shop: shop.model.warn(str(shop.pay()["id"]))), {})
    ],
    "GET /v1/customers/{customer}/payment_methods/{payment_method}": [(_of_customer, {})],
}  # fmt: skip
"""For each operation: how to make what its path names, and the parameters that one more is added to."""
