"""Payment methods: whose they are, and when they can't be used any more."""

import pytest

from tests.model.caller import Shop


def attach(shop: Shop, customer: str, method: str = "pm_card_visa") -> str:
    result = shop.post(f"/v1/payment_methods/{method}/attach", {"customer": customer})
    assert result.status == 200
    return str(result["id"])


def test_each_use_of_a_test_id_makes_a_method_of_its_own(shop: Shop) -> None:
    customer = shop.customer()
    first, second = attach(shop, customer), attach(shop, customer, "pm_card_mastercard")
    list_object = shop.get(f"/v1/customers/{customer}/payment_methods")["data"]
    assert [each["id"] for each in list_object] == [second, first]
    assert [each["card"]["brand"] for each in list_object] == ["mastercard", "visa"]
    assert shop.get("/v1/payment_methods", {"customer": customer, "type": "card"})["data"] == list_object


def test_an_attached_method_pays_again_and_again(shop: Shop) -> None:
    customer = shop.customer()
    method = attach(shop, customer)
    assert [shop.pay(method, customer=customer)["status"] for _ in range(2)] == ["succeeded"] * 2


@pytest.mark.parametrize("method", ["pm_card_visa", "pm_card_chargeDeclined"])
def test_a_method_used_without_a_customer_is_consumed(shop: Shop, method: str) -> None:
    made = shop.post("/v1/payment_methods", {"type": "card", "card": {"token": f"tok_{method[8:]}"}})["id"]
    shop.pay(made)
    again = shop.pay(made)
    assert (again.status, again.error["code"]) == (400, "payment_method_unexpected_state")
    attached = shop.post(f"/v1/payment_methods/{made}/attach", {"customer": shop.customer()})
    assert attached.status == 400


def test_a_detached_method_is_unusable_for_ever(shop: Shop) -> None:
    customer = shop.customer()
    method = attach(shop, customer)
    detached = shop.post(f"/v1/payment_methods/{method}/detach")
    assert detached["customer"] is None
    assert shop.post(f"/v1/payment_methods/{method}/detach").status == 400
    assert shop.post(f"/v1/payment_methods/{method}/attach", {"customer": customer}).status == 400
    assert shop.pay(method, customer=customer).status == 400
    (event,) = shop.get("/v1/events", {"type": "payment_method.detached"})["data"]
    assert event["data"]["previous_attributes"] == {"customer": customer}


def test_anothers_method_is_refused_and_looks_missing(shop: Shop) -> None:
    mine, theirs = shop.customer(), shop.customer()
    method = attach(shop, theirs)
    assert shop.pay(method, customer=mine).status == 400
    assert shop.pay(method).status == 400
    assert shop.get(f"/v1/customers/{mine}/payment_methods/{method}").error["code"] == "resource_missing"
    assert shop.get(f"/v1/customers/{theirs}/payment_methods/{method}")["id"] == method
    assert shop.post(f"/v1/payment_methods/{method}/attach", {"customer": mine}).status == 400


@pytest.mark.parametrize(
    ("method", "code"),
    [
        ("pm_card_chargeDeclined", "card_declined"),
        ("pm_card_visa_chargeDeclinedStolenCard", "card_declined"),
        ("pm_card_chargeDeclinedExpiredCard", "expired_card"),
    ],
)
def test_a_card_the_bank_declines_can_not_be_attached(shop: Shop, method: str, code: str) -> None:
    customer = shop.customer()
    result = shop.post(f"/v1/payment_methods/{method}/attach", {"customer": customer})
    assert (result.status, result.error["code"]) == (402, code)
    assert shop.get(f"/v1/customers/{customer}/payment_methods")["data"] == []


def test_one_card_attaches_and_declines_only_when_charged(shop: Shop) -> None:
    customer = shop.customer()
    method = attach(shop, customer, "pm_card_chargeCustomerFail")
    assert shop.pay(method, customer=customer).status == 402
    assert shop.get(f"/v1/payment_methods/{method}")["customer"] == customer


def test_future_usage_saves_the_method_once_it_has_paid(shop: Shop) -> None:
    customer = shop.customer()
    declined = shop.pay("pm_card_chargeDeclined", customer=customer, setup_future_usage="on_session")
    assert declined.status == 402
    assert shop.get(f"/v1/customers/{customer}/payment_methods")["data"] == []
    paid = shop.pay(customer=customer, setup_future_usage="on_session")
    (saved,) = shop.get(f"/v1/customers/{customer}/payment_methods")["data"]
    assert (saved["id"], saved["allow_redisplay"]) == (paid["payment_method"], "limited")
    assert "payment_method.attached" in shop.events()


def test_only_a_saved_method_can_be_changed(shop: Shop) -> None:
    loose = shop.post("/v1/payment_methods", {"type": "card", "card": {"token": "tok_visa"}})["id"]
    assert shop.post(f"/v1/payment_methods/{loose}", {"metadata": {"a": "b"}}).status == 400
    saved = attach(shop, shop.customer())
    changed = shop.post(f"/v1/payment_methods/{saved}", {"card": {"exp_year": 2041}, "allow_redisplay": "always"})
    assert (changed["card"]["exp_year"], changed["allow_redisplay"]) == (2041, "always")
    assert shop.events()[-1] == "payment_method.updated"


def test_the_same_number_has_the_same_fingerprint(shop: Shop) -> None:
    customer = shop.customer()
    shown = [shop.get(f"/v1/payment_methods/{attach(shop, customer)}")["card"]["fingerprint"] for _ in range(2)]
    assert shown[0] == shown[1]


def test_a_method_type_the_account_has_not_is_refused(shop: Shop) -> None:
    assert shop.post("/v1/payment_methods", {"type": "klarna", "klarna": {}}).status == 400
    assert shop.post("/v1/payment_methods", {"type": "barter"}).status == 400


def test_an_intent_takes_only_the_types_it_lists(shop: Shop) -> None:
    result = shop.pay("pm_usBankAccount_success")
    assert (result.status, result.error["code"]) == (400, "payment_intent_incompatible_payment_method")
