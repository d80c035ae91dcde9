"""The model takes exactly the parameters Stripe describes and answers in exactly its shapes."""

from typing import Any

import pytest

from stripe_stand_in.model.api.expansion import EXPANDABLE
from stripe_stand_in.model.api.operations import OPERATIONS
from tests.description import schema
from tests.model.caller import Result, Shop

SERVED = {(operation.method, operation.path): operation for operation in OPERATIONS}
BESIDE_THE_DESCRIPTION = {
    "payment_method_types": "still taken by older versions, refused by name in this one",
    "client_secret": "sent by browsers",
    "type": "older callers narrow a list to a type",
    "payment_method_data": "browsers describe the method in place",
}
NOT_SENT_UNLESS_ASKED = {
    "charge": {"refunds"},
    "customer": {"cash_balance", "sources", "subscriptions", "tax", "tax_ids", "deleted"},
    "webhook_endpoint": {"secret", "deleted"},
    "payment_method": schema.fields("payment_method") - {
        "allow_redisplay", "billing_details", "card", "created", "customer", "customer_account", "id", "livemode",
        "metadata", "object", "radar_options", "type",
    },
}  # fmt: skip


@pytest.mark.parametrize(("method", "path"), sorted(schema.operations()))
def test_every_described_operation_is_served_with_every_parameter(method: str, path: str) -> None:
    assert (method, path) in SERVED
    described, taken = schema.parameters(method, path), SERVED[method, path].parameters
    browsers = SERVED[method, path].browser or frozenset()
    assert set(described) - set(taken.kinds) == set()
    assert set(taken.kinds) - set(described) - set(BESIDE_THE_DESCRIPTION) - browsers == set()


@pytest.mark.parametrize(("method", "path"), sorted(schema.operations()))
def test_every_required_parameter_is_demanded(method: str, path: str) -> None:
    assert set(SERVED[method, path].parameters.required) == schema.required(method, path)


@pytest.mark.parametrize("name", sorted(EXPANDABLE))
def test_every_expandable_field_can_be_expanded(name: str) -> None:
    assert set(EXPANDABLE[name]) == schema.expandable_fields(name)


def _tour(shop: Shop) -> list[tuple[str, str, Result]]:
    """Every operation once at least, in states that fill as many fields as may be."""
    seen: list[tuple[str, str, Result]] = []

    def call(method: str, template: str, parameters: dict[str, Any] | None = None, **args: str) -> Result:
        result = shop.call(method, template.format(**args), parameters)
        assert result.status in (200, 402, 400), result.json
        seen.append((method, template, result))
        return result

    place = {"line1": "1 Test Street", "city": "Springfield", "postal_code": "12345", "country": "US", "state": "OR"}
    shipping = {"name": "Ada", "address": place, "phone": "+15555555555"}
    customer = call(
        "POST",
        "/v1/customers",
        {"email": "ada@example.com", "address": place, "shipping": shipping, "metadata": {"a": "b"}},
    )["id"]
    call("POST", "/v1/customers/{customer}", {"name": "Ada", "invoice_settings": {"footer": "x"}}, customer=customer)
    call("GET", "/v1/customers", {"expand": ["data.sources"]})
    call("GET", "/v1/customers/{customer}", {"expand": ["tax_ids", "subscriptions"]}, customer=customer)
    method = call("POST", "/v1/payment_methods", {"type": "card", "card": {"token": "tok_visa"}})["id"]
    call("POST", "/v1/payment_methods/{payment_method}/attach", {"customer": customer}, payment_method=method)
    call("POST", "/v1/payment_methods/{payment_method}", {"billing_details": {"name": "A"}}, payment_method=method)
    call("GET", "/v1/payment_methods/{payment_method}", {"expand": ["customer"]}, payment_method=method)
    call("GET", "/v1/payment_methods", {"customer": customer})
    call("GET", "/v1/customers/{customer}/payment_methods", customer=customer)
    call(
        "GET",
        "/v1/customers/{customer}/payment_methods/{payment_method}",
        customer=customer,
        payment_method=method,
    )
    call(
        "POST",
        "/v1/customer_sessions",
        {"customer": customer, "components": {"payment_element": {"enabled": True}}},
    )
    order = {"amount": 1299, "currency": "usd", "customer": customer, "shipping": shipping, "metadata": {"o": "1"}}
    declined = call(
        "POST",
        "/v1/payment_intents",
        {
            **order,
            "allowed_payment_method_types": ["card"],
            "payment_method": "pm_card_chargeDeclined",
            "confirm": True,
        },
    )
    intent = declined.error["payment_intent"]["id"]
    call("GET", "/v1/payment_intents/{intent}", {"expand": ["latest_charge.customer"]}, intent=intent)
    call("POST", "/v1/payment_intents/{intent}", {"description": "An order"}, intent=intent)
    call("POST", "/v1/payment_intents/{intent}/increment_authorization", {"amount": 1300}, intent=intent)
    call(
        "POST",
        "/v1/payment_intents/{intent}/confirm",
        {"payment_method": "pm_card_threeDSecure2Required", "return_url": "https://shop.example/done"},
        intent=intent,
    )
    shop.model.authenticate(intent, shop.get(f"/v1/payment_intents/{intent}")["client_secret"], True)
    call(
        "GET",
        "/v1/payment_intents",
        {"expand": ["data.latest_charge.refunds", "data.payment_method", "data.customer"], "customer": customer},
    )
    call("GET", "/v1/payment_intents/search", {"query": 'metadata["o"]:"1"'})
    dynamic = call("POST", "/v1/payment_intents", {"amount": 5001, "currency": "eur", "payment_details": {
        "order_reference": "T-1"}, "capture_method": "manual"})["id"]  # fmt: skip
    call("POST", "/v1/payment_intents/{intent}/cancel", {"cancellation_reason": "abandoned"}, intent=dynamic)
    held = shop.pay(capture_method="manual")["id"]
    call("POST", "/v1/payment_intents/{intent}/capture", {"amount_to_capture": 1200}, intent=held)
    debit = shop.intent(
        amount=2001,
        allowed_payment_method_types=["us_bank_account"],
        payment_method="pm_usBankAccount_success",
        confirm=True,
        mandate_data={"customer_acceptance": {"type": "offline"}},
    )["id"]
    call("GET", "/v1/payment_intents/{intent}", {"expand": ["latest_charge", "payment_method"]}, intent=debit)
    for kind, currency in (("konbini", "jpy"), ("oxxo", "mxn"), ("boleto", "brl"), ("multibanco", "eur")):
        described: dict[str, Any] = {"type": kind, "billing_details": {"name": "Ada", "email": "ada@example.com"}}
        described |= {"boleto": {"tax_id": "000.000.000-00"}} if kind == "boleto" else {}
        voucher = shop.intent(
            amount=3990, currency=currency, allowed_payment_method_types=[kind], payment_method_data=described,
            confirm=True,
        )["id"]  # fmt: skip
        call(
            "GET", "/v1/payment_intents/{intent}", {"expand": ["latest_charge", "payment_method"]}, intent=voucher
        )  # fmt: skip
    shop.wait(300)
    call("POST", "/v1/refunds", {"payment_intent": debit, "amount": 333})
    charge = shop.get(f"/v1/payment_intents/{intent}")["latest_charge"]
    call("GET", "/v1/charges", {"expand": ["data.balance_transaction", "data.refunds"]})
    call("GET", "/v1/charges/{charge}", {"expand": ["payment_intent", "customer"]}, charge=charge)
    call("POST", "/v1/charges/{charge}", {"fraud_details": {"user_report": "safe"}}, charge=charge)
    refund = call("POST", "/v1/refunds", {"charge": charge, "amount": 500, "reason": "duplicate"})["id"]
    call("GET", "/v1/refunds/{refund}", {"expand": ["charge", "payment_intent", "payment_method"]}, refund=refund)
    call("POST", "/v1/refunds/{refund}", {"metadata": {"x": "y"}}, refund=refund)
    waiting = shop.refund(shop.pay("pm_card_pendingRefund"))["id"]
    shop.model.ask_refund_details(waiting)
    call("POST", "/v1/refunds/{refund}/cancel", refund=waiting)
    call("GET", "/v1/refunds", {"expand": ["data.balance_transaction", "data.failure_balance_transaction"]})
    disputed = shop.pay("pm_card_createDispute")["id"]
    shop.pay("pm_card_createDisputeInquiry")
    dispute = call("GET", "/v1/disputes", {"payment_intent": disputed, "expand": ["data.charge"]})["data"][0]["id"]
    call("GET", "/v1/disputes/{dispute}", {"expand": ["payment_intent"]}, dispute=dispute)
    call("POST", "/v1/disputes/{dispute}", {"evidence": {"customer_name": "Ada"}}, dispute=dispute)
    call("POST", "/v1/disputes/{dispute}/close", dispute=dispute)
    shop.pay("pm_card_createIssuerFraudRecord")
    warnings = call("GET", "/v1/radar/early_fraud_warnings", {"expand": ["data.charge"]})
    call(
        "GET",
        "/v1/radar/early_fraud_warnings/{early_fraud_warning}",
        early_fraud_warning=warnings["data"][0]["id"],
    )
    setup = call("POST", "/v1/setup_intents", {"customer": customer, "allowed_payment_method_types": ["card"]})["id"]
    call("POST", "/v1/setup_intents/{intent}", {"description": "Keep"}, intent=setup)
    call("POST", "/v1/setup_intents/{intent}/confirm", {"payment_method": "pm_card_chargeDeclined"}, intent=setup)
    call("GET", "/v1/setup_intents/{intent}", {"expand": ["latest_attempt"]}, intent=setup)
    call("POST", "/v1/setup_intents/{intent}/confirm", {"payment_method": "pm_card_visa"}, intent=setup)
    call("GET", "/v1/setup_intents", {"expand": ["data.payment_method", "data.customer"]})
    idle = shop.post("/v1/setup_intents", {"allowed_payment_method_types": ["card"]})["id"]
    call("POST", "/v1/setup_intents/{intent}/cancel", {"cancellation_reason": "abandoned"}, intent=idle)
    moved = call("GET", "/v1/balance_transactions", {"expand": ["data.source"]})
    call("GET", "/v1/balance_transactions/{id}", id=moved["data"][0]["id"])
    hook = call("POST", "/v1/webhook_endpoints", {"url": "https://shop.example/hook", "enabled_events": ["*"]})["id"]
    call("POST", "/v1/webhook_endpoints/{webhook_endpoint}", {"disabled": True}, webhook_endpoint=hook)
    call("GET", "/v1/webhook_endpoints/{webhook_endpoint}", webhook_endpoint=hook)
    call("GET", "/v1/webhook_endpoints")
    call("DELETE", "/v1/webhook_endpoints/{webhook_endpoint}", webhook_endpoint=hook)
    event = call("GET", "/v1/events", {"limit": 100})["data"][0]["id"]
    call("GET", "/v1/events/{id}", id=event)
    call("POST", "/v1/payment_methods/{payment_method}/detach", payment_method=method)
    call("DELETE", "/v1/customers/{customer}", customer=customer)
    call("GET", "/v1/customers/{customer}", customer=customer)
    return seen


def as_described(result: Result) -> dict[str, Any]:
    """The description shows a search's envelope as a list's."""
    if result.json.get("object") != "search_result":
        return result.json
    assert set(result.json) == {"object", "data", "has_more", "next_page", "url"}
    return {**{name: value for name, value in result.json.items() if name != "next_page"}, "object": "list"}


def test_every_operation_answers_in_its_described_shape() -> None:
    seen = _tour(Shop())
    assert {(method, path) for method, path, _ in seen} == set(schema.operations())
    faults = {
        f"{method} {path}": found
        for method, path, result in seen
        if not result.json.get("deleted")
        and (found := schema.faults_of_answer(method, path, as_described(result), error=result.status != 200))
    }
    assert faults == {}


def test_every_event_holds_an_object_of_its_described_shape() -> None:
    shop = Shop()
    shop.model.register_endpoint("https://shop.example/hook", "whsec_x")
    _tour(shop)
    shop.model.open_review(str(shop.pay()["id"]))
    page, events = shop.get("/v1/events", {"limit": 100}), []
    events += page["data"]
    while page["has_more"]:
        page = shop.get("/v1/events", {"limit": 100, "starting_after": events[-1]["id"]})
        events += page["data"]
    found = {}
    for event in events:
        shown = event["data"]["object"]
        shown.pop("invoice", None)
        if faults := schema.faults_of_object(shown["object"], shown):
            found[event["type"]] = faults
    assert found == {}
    assert len({event["type"] for event in events}) > 25


def test_objects_carry_every_field_stripe_describes() -> None:
    shop = Shop()
    lacking: dict[str, set[str]] = {}
    for _, _, result in _tour(shop):
        stripe_objects = result.json["data"] if result.json.get("object") == "list" else [result.json]
        for stripe_object in stripe_objects:
            kind = stripe_object.get("object")
            if stripe_object.get("deleted") or kind is None or kind == "search_result":
                continue
            lacks = schema.fields(kind) - set(stripe_object) - NOT_SENT_UNLESS_ASKED.get(kind, set())
            if lacks:
                lacking[kind] = lacks
    assert lacking == {}


def test_a_field_stripe_does_not_know_would_be_seen() -> None:
    stripe_object = Shop().pay().json
    assert schema.faults_of_object("payment_intent", stripe_object) == []
    assert schema.faults_of_object("payment_intent", {**stripe_object, "colour": "red"}) != []
    assert schema.faults_of_object("payment_intent", {**stripe_object, "amount": "12.99"}) != []
