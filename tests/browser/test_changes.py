"""A cart or an address that changes under a payment: a new checkout that replaces the old one."""

from playwright.sync_api import Route, expect

from tests.browser.routes import answer_instead, never_answer
from tests.browser.shopper import Shopper


def test_a_changed_quantity_replaces_the_payment(shopper: Shopper) -> None:
    shopper.reaches_payment()
    first, before = shopper.order_id, shopper.intent()
    shopper.page.get_by_role("button", name="One Espresso cup more").click()
    shopper.state_is("opening")
    expect(shopper.pay_button).to_have_count(0)
    shopper.can_pay()
    after = shopper.intent()
    assert shopper.order_id != first
    assert after["amount"] > before["amount"]
    assert shopper.intent(first)["status"] == "canceled"
    shopper.pays()
    shopper.sees_receipt()
    assert [order["status"] for order in shopper.orders()].count("confirmed") == 1


def test_a_burst_of_changes_is_one_new_checkout(shopper: Shopper) -> None:
    shopper.reaches_payment()
    more = shopper.page.get_by_role("button", name="One Espresso cup more")
    for _ in range(3):
        more.click()
    shopper.can_pay()
    expect(shopper.page.get_by_label("Quantity of Espresso cup")).to_have_text("4")
    assert shopper.order()["items"][0]["quantity"] == 4
    assert len(shopper.watch.asked("POST", "create-intent")) == 2


def test_a_changed_address_replaces_the_payment_under_a_new_key(shopper: Shopper) -> None:
    shopper.reaches_payment()
    first = shopper.order_id
    shopper.page.get_by_role("button", name="Change your details").click()
    expect(shopper.page.get_by_role("heading", name="Your details")).to_be_focused()
    shopper.page.get_by_label("Street and number").fill("13 Alder Court")
    shopper.proceeds()
    shopper.can_pay()
    assert shopper.order()["shippingAddress"]["line1"] == "13 Alder Court"
    assert shopper.intent(first)["status"] == "canceled"
    sent = shopper.watch.asked("POST", "create-intent")
    assert len({asked.headers["idempotency-key"] for asked in sent}) == 2
    assert (sent[1].post_data_json or {})["replaces"] == first


def test_a_change_and_back_again_is_a_third_order_not_the_canceled_first(shopper: Shopper) -> None:
    shopper.reaches_payment()
    first = shopper.order_id
    shopper.page.get_by_role("button", name="One Espresso cup more").click()
    shopper.state_is("opening")
    shopper.can_pay()
    second = shopper.order_id
    shopper.page.get_by_role("button", name="One Espresso cup fewer").click()
    shopper.state_is("opening")
    shopper.can_pay()
    assert len({first, second, shopper.order_id}) == 3
    shopper.pays()
    shopper.sees_receipt()


def test_a_change_to_what_was_paid_in_the_meantime_shows_the_receipt(shopper: Shopper) -> None:
    shopper.watch.allow(409)
    shopper.reaches_payment()
    intent = shopper.intent()
    shopper.sandbox.stripe(
        "POST",
        f"/v1/payment_intents/{intent['id']}/confirm",
        payment_method="pm_card_visa",
        return_url=shopper.page.url,
    )
    shopper.page.get_by_role("button", name="One Espresso cup more").click()
    shopper.sees_receipt()


def test_a_change_that_fails_offers_no_payment_of_the_old_amount(shopper: Shopper) -> None:
    shopper.watch.allow(500)
    shopper.reaches_payment()
    answer_instead(shopper.page, "**/api/payments/create-intent", 500, {"detail": "Out of order."})
    shopper.page.get_by_role("button", name="One Espresso cup more").click()
    expect(shopper.page.get_by_role("alert").filter(has_text="Out of order.")).to_be_visible()
    expect(shopper.pay_button).to_have_count(0)
    shopper.page.unroute("**/api/payments/create-intent")
    shopper.proceeds()
    shopper.can_pay()
    assert shopper.order()["items"][0]["quantity"] == 2


def test_another_currency_is_another_price_by_the_server(shopper: Shopper) -> None:
    shopper.arrives()
    shopper.fills_in_details()
    shopper.page.get_by_label("Currency").select_option("jpy")
    expect(shopper.page.locator(".summary")).to_contain_text("¥1,890")
    shopper.proceeds()
    shopper.can_pay()
    intent = shopper.intent()
    assert intent["currency"] == "jpy"
    expect(shopper.pay_button).to_have_text(f"Pay ¥{intent['amount']:,}")
    shopper.page.get_by_label("Currency").select_option("kwd")
    shopper.state_is("opening")
    shopper.can_pay()
    intent = shopper.intent()
    expect(shopper.pay_button).to_have_text(f"Pay KWD {intent['amount'] // 1000}.{intent['amount'] % 1000:03}")


def test_an_emptied_cart_cannot_be_paid(shopper: Shopper) -> None:
    shopper.reaches_payment("?cart=ESPRESSO-CUP:1")
    shopper.page.get_by_role("button", name="Remove Espresso cup").click()
    shopper.state_is("catalog")
    expect(shopper.pay_button).to_have_count(0)


def test_going_back_in_the_middle_of_paying_leaves_one_payment_to_be_made(shopper: Shopper) -> None:
    shopper.reaches_payment()
    before = shopper.intent()["id"]
    shopper.page.route("**/v1/payment_intents/*/confirm", never_answer)
    with shopper.page.expect_request("**/v1/payment_intents/*/confirm"):
        shopper.pays()
    shopper.page.go_back()
    shopper.state_is("details")
    shopper.page.unroute("**/v1/payment_intents/*/confirm")
    shopper.proceeds()
    shopper.state_is("checking")
    shopper.waits_until_a_confirmation_is_over()
    shopper.can_pay()
    shopper.pays()
    number = shopper.sees_receipt()
    assert shopper.order(number)["payment"]["paymentIntentId"] == before
    assert len(shopper.orders()) == 1


def test_an_order_whose_price_is_no_longer_the_quoted_one_is_replaced(shopper: Shopper) -> None:
    shopper.reaches_payment()
    first = shopper.order_id

    def cheaper(route: Route) -> None:
        answer = route.fetch()
        quote = answer.json()
        quote["breakdown"]["total"] -= 1
        route.fulfill(response=answer, json=quote)

    shopper.page.route("**/api/checkout/quote", cheaper)
    shopper.page.go_back()
    with shopper.page.expect_response("**/api/checkout/quote"):
        shopper.state_is("details")
    expect(shopper.page.locator(".breakdown")).to_have_attribute("aria-busy", "false")
    shopper.proceeds()
    shopper.can_pay()
    assert shopper.order_id != first
    assert shopper.intent(first)["status"] == "canceled"
    expect(shopper.page.get_by_role("status").filter(has_text="The price has changed")).to_be_visible()
    shopper.pays()
    shopper.sees_receipt()
