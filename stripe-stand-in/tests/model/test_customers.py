"""Customers: made, changed, listed, and gone for good."""

from tests.model.caller import Shop


def test_a_customer_is_made_and_found_by_address(shop: Shop) -> None:
    customer = shop.customer(email="ada@example.com", metadata={"till_user_id": "u1"})
    shop.customer(email="grace@example.com")
    (found,) = shop.get("/v1/customers", {"email": "ada@example.com"})["data"]
    assert (found["id"], found["metadata"]) == (customer, {"till_user_id": "u1"})


def test_a_changed_address_finds_the_customer_and_the_old_one_does_not(shop: Shop) -> None:
    customer = shop.customer(email="ada@example.com")
    shop.post(f"/v1/customers/{customer}", {"email": "lovelace@example.com"})
    assert shop.get("/v1/customers", {"email": "ada@example.com"})["data"] == []
    assert len(shop.get("/v1/customers", {"email": "lovelace@example.com"})["data"]) == 1


def test_an_update_that_changes_nothing_creates_no_event(shop: Shop) -> None:
    customer = shop.customer(name="Ada")
    shop.post(f"/v1/customers/{customer}", {"name": "Ada"})
    assert shop.events() == ["customer.created"]


def test_a_deleted_customer_is_shown_as_such_and_can_not_be_used(shop: Shop) -> None:
    customer = shop.customer()
    method = shop.post("/v1/payment_methods/pm_card_visa/attach", {"customer": customer})["id"]
    stone = {"id": customer, "object": "customer", "deleted": True}
    assert shop.delete(f"/v1/customers/{customer}").json == stone
    assert shop.get(f"/v1/customers/{customer}").json == stone
    assert shop.delete(f"/v1/customers/{customer}").status == 404
    assert shop.post(f"/v1/customers/{customer}", {"name": "x"}).error["code"] == "resource_missing"
    assert shop.intent(customer=customer).error["param"] == "customer"
    assert shop.pay(method).status == 400
    assert shop.get("/v1/customers")["data"] == []
    assert shop.events()[-2:] == ["payment_method.detached", "customer.deleted"]


def test_a_customer_can_be_made_with_a_method_unless_the_bank_declines_it(shop: Shop) -> None:
    assert shop.post("/v1/customers", {"payment_method": "pm_card_chargeDeclined"}).status == 402
    assert shop.get("/v1/customers")["data"] == []
    customer = shop.customer(payment_method="pm_card_visa")
    assert len(shop.get(f"/v1/customers/{customer}/payment_methods")["data"]) == 1


def test_a_default_method_must_be_the_customers_own(shop: Shop) -> None:
    mine, theirs = shop.customer(payment_method="pm_card_visa"), shop.customer(payment_method="pm_card_visa")
    method = shop.get(f"/v1/customers/{theirs}/payment_methods")["data"][0]["id"]
    updates = {"invoice_settings": {"default_payment_method": method}}
    assert shop.post(f"/v1/customers/{mine}", updates).status == 404
    changed = shop.post(f"/v1/customers/{theirs}", updates)
    assert changed["invoice_settings"]["default_payment_method"] == method


def test_a_session_for_the_payment_element_states_its_features(shop: Shop) -> None:
    element = {"enabled": True, "features": {"payment_method_save": "enabled"}}
    result = shop.post(
        "/v1/customer_sessions", {"customer": shop.customer(), "components": {"payment_element": element}}
    )
    features = result["components"]["payment_element"]["features"]
    assert (features["payment_method_save"], features["payment_method_redisplay_limit"]) == ("enabled", 3)
    assert result["expires_at"] > result["created"]
    assert shop.post("/v1/customer_sessions", {"components": {"payment_element": element}}).status == 400
