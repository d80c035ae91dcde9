"""Paying by card: what it costs is said, one press is one payment, and the server's word is what counts."""

import re

from playwright.sync_api import expect

from tests.browser.routes import Held, answer_instead
from tests.browser.shopper import CART, DECLINED, GOOD, Shopper


def test_a_cart_becomes_a_confirmed_order(shopper: Shopper) -> None:
    shopper.reaches_payment()
    shopper.pays()
    number = shopper.sees_receipt()
    order = shopper.order(number)
    assert order["status"] == "confirmed"
    assert [(line["sku"], line["quantity"]) for line in order["items"]] == [
        ("ESPRESSO-CUP", 1),
        ("COFFEE-HOUSE-250", 2),
    ]
    assert order["shippingAddress"]["city"] == "San Francisco"
    assert len(shopper.orders()) == 1


def test_the_button_names_the_amount_that_the_server_asks_of_stripe(shopper: Shopper) -> None:
    shopper.reaches_payment()
    amount = shopper.intent()["amount"]
    expect(shopper.pay_button).to_have_text(f"Pay ${amount // 100}.{amount % 100:02}")


def test_every_figure_of_the_summary_is_the_servers(shopper: Shopper) -> None:
    shopper.reaches_payment()
    order = shopper.order()
    shown = shopper.page.locator(".summary dd").all_inner_texts()
    wanted = [order["breakdown"][part] for part in ("subtotal", "shipping", "tax", "total")]
    assert [int(re.sub(r"\D", "", text) or "0") for text in shown] == wanted


def test_nothing_can_be_pressed_before_the_card_form_is_ready(shopper: Shopper) -> None:
    held = Held()
    shopper.page.route("**/endive/elements", held.hold)
    shopper.arrives()
    shopper.fills_in_details()
    shopper.proceeds()
    shopper.state_is("payment")
    expect(shopper.page.get_by_role("status").filter(has_text="Loading the secure card form")).to_be_visible()
    expect(shopper.pay_button).to_be_disabled()
    held.go_on()
    expect(shopper.pay_button).to_be_enabled()


COUNT_CONFIRMS = """
window.confirms = 0;
let made;
Object.defineProperty(window, 'Stripe', {
  get: () => made,
  set(real) {
    made = Object.assign((...given) => {
      const stripe = real(...given);
      const confirm = stripe.confirmPayment;
      stripe.confirmPayment = (...args) => { window.confirms += 1; return confirm(...args); };
      return stripe;
    }, {version: real.version});
  },
});
"""


def test_presses_in_one_breath_are_one_payment(shopper: Shopper) -> None:
    """Counted in the page: Stripe.js has a guard of its own, on which the page must not lean."""
    shopper.page.add_init_script(COUNT_CONFIRMS)
    shopper.reaches_payment()
    shopper.types_card()
    shopper.pay_button.evaluate("(button) => { button.click(); button.click(); button.form.requestSubmit(); }")
    shopper.sees_receipt()
    assert shopper.page.evaluate("window.confirms") == 1
    assert shopper.confirmations() == 1


def test_a_double_click_is_one_payment(shopper: Shopper) -> None:
    shopper.reaches_payment()
    shopper.types_card()
    shopper.pay_button.dblclick()
    shopper.sees_receipt()
    assert shopper.confirmations() == 1


def test_two_clicks_on_proceed_are_one_order(shopper: Shopper) -> None:
    shopper.arrives()
    shopper.fills_in_details()
    proceed = shopper.page.get_by_role("button", name="Proceed to Payment")
    expect(proceed).to_be_enabled()
    proceed.evaluate("(button) => { button.click(); button.click(); }")
    shopper.can_pay()
    assert len(shopper.orders()) == 1


def test_enter_in_the_card_form_pays(shopper: Shopper) -> None:
    shopper.reaches_payment()
    shopper.types_card()
    shopper.card_form.get_by_label("Security code").press("Enter")
    shopper.sees_receipt()
    assert shopper.confirmations() == 1


def test_while_it_is_processed_the_form_says_so(shopper: Shopper) -> None:
    shopper.reaches_payment()
    held = Held()
    shopper.page.route("**/v1/payment_intents/*/confirm", held.hold)
    with shopper.page.expect_request("**/v1/payment_intents/*/confirm"):
        shopper.pays()
    busy = shopper.page.get_by_role("button", name="Processing…")
    expect(busy).to_be_disabled()
    expect(shopper.page.locator("form[aria-busy=true]")).to_be_visible()
    held.go_on()
    shopper.sees_receipt()


def test_an_incomplete_card_costs_no_request(shopper: Shopper) -> None:
    shopper.reaches_payment()
    shopper.card_form.get_by_label("Card number").fill("4242")
    shopper.pay_button.click()
    expect(shopper.page.get_by_role("alert").filter(has_text="incomplete")).to_be_visible()
    assert shopper.confirmations() == 0
    shopper.pays(GOOD)
    shopper.sees_receipt()


def test_after_a_decline_another_card_pays_the_same_payment(shopper: Shopper) -> None:
    shopper.watch.allow(402)
    shopper.reaches_payment()
    before = shopper.intent()["id"]
    shopper.pays(DECLINED)
    alert = shopper.page.get_by_role("alert").filter(has_text="declined")
    expect(alert).to_be_visible()
    expect(alert.locator("p")).to_be_focused()
    expect(shopper.pay_button).to_be_enabled()
    shopper.pays(GOOD)
    number = shopper.sees_receipt()
    assert shopper.order(number)["payment"]["paymentIntentId"] == before
    assert len(shopper.orders()) == 1


def test_trouble_that_is_not_the_shoppers_is_reported_without_jargon(shopper: Shopper) -> None:
    shopper.watch.allow(400)
    shopper.reaches_payment()
    refusal: dict[str, object] = {
        "error": {"type": "invalid_request_error", "code": "parameter_unknown", "message": "Unknown parameter: x"}
    }
    answer_instead(shopper.page, "**/v1/payment_intents/*/confirm", 400, refusal)
    shopper.pays()
    alert = shopper.page.locator(".pay-message")
    expect(alert).to_contain_text("could not be made just now, and nothing was charged")
    expect(alert).not_to_contain_text("parameter")
    expect(shopper.pay_button).to_be_enabled()


def test_the_bank_is_reported_to_send_the_shopper_back_to_this_order_alone(shopper: Shopper) -> None:
    shopper.reaches_payment(f"?cart={CART}&campaign=autumn")
    order_id = shopper.order_id
    shopper.pays()
    shopper.sees_receipt()
    sent = shopper.watch.asked("POST", r"/confirm$")[0].post_data or ""
    wanted = f"{shopper.sandbox.api_url}/?order={order_id}"
    assert (
        f"return_url={wanted.replace(':', '%3A').replace('/', '%2F').replace('?', '%3F').replace('=', '%3D')}" in sent
    )


def test_the_card_number_is_sent_to_stripe_alone(shopper: Shopper) -> None:
    shopper.reaches_payment()
    shopper.pays(GOOD)
    shopper.sees_receipt()
    reported = [one.url for one in shopper.watch.requests if GOOD in f"{one.url} {one.post_data or ''}"]
    assert len(reported) == 1
    assert reported[0].startswith(f"{shopper.sandbox.stripe_url}/v1/payment_intents/")


def test_an_order_that_the_server_has_not_confirmed_is_not_called_confirmed(shopper: Shopper) -> None:
    shopper.watch.allow(503)
    shopper.page.clock.install()
    shopper.reaches_payment()
    number = shopper.order()["orderNumber"]
    answer_instead(shopper.page, "**/api/orders", 503, {"code": "stripe_unavailable"})
    shopper.pays()
    shopper.state_is("confirming")
    expect(shopper.page.get_by_role("heading", level=1)).to_be_focused()
    for _ in range(12):
        shopper.page.clock.run_for(10_000)
    shopper.state_is("stuck")
    expect(shopper.page.get_by_text("do not pay again")).to_contain_text(number)
    expect(shopper.pay_button).to_have_count(0)
    shopper.page.unroute("**/api/orders")
    shopper.page.get_by_role("button", name="Check again").click()
    assert shopper.sees_receipt() == number
