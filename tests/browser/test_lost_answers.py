"""Answers that never arrive: nothing is paid twice, and nobody is told what is not known."""

import pytest
from playwright.sync_api import Route, expect

from tests.browser.routes import FirstAnswerLost, Held, answer_instead, deliver_but_lose_the_answer, lose, never_answer
from tests.browser.shopper import Shopper


def test_a_lost_answer_to_the_checkout_is_one_order(shopper: Shopper) -> None:
    shopper.watch.allow("ERR_FAILED")
    network = FirstAnswerLost()
    shopper.page.route("**/api/payments/create-intent", network.handle)
    shopper.reaches_payment()
    assert len(network.keys) == 2
    assert len(set(network.keys)) == 1
    assert len(shopper.orders()) == 1


def test_a_reload_while_the_checkout_opens_is_one_order(shopper: Shopper) -> None:
    shopper.watch.allow(409)
    shopper.arrives()
    shopper.fills_in_details()

    def act_but_never_answer(route: Route) -> None:
        route.fetch()

    shopper.page.route("**/api/payments/create-intent", act_but_never_answer)
    with shopper.page.expect_request("**/api/payments/create-intent"):
        shopper.proceeds()
    shopper.state_is("opening")
    shopper.page.unroute("**/api/payments/create-intent")
    shopper.page.reload()
    shopper.proceeds()
    shopper.can_pay()
    assert len(shopper.orders()) == 1


def test_a_payment_whose_answer_was_lost_is_looked_up_not_repeated(shopper: Shopper) -> None:
    shopper.watch.allow("ERR_FAILED")
    shopper.reaches_payment()
    shopper.page.route("**/v1/payment_intents/*/confirm", deliver_but_lose_the_answer)
    shopper.pays()
    expect(shopper.page.locator(".pay-message")).to_contain_text("Do not pay again")
    shopper.sees_receipt()
    assert shopper.confirmations() == 1


def test_a_payment_that_never_reached_stripe_can_be_made_again(shopper: Shopper) -> None:
    shopper.watch.allow("ERR_FAILED")
    shopper.reaches_payment()
    shopper.page.route("**/v1/payment_intents/*/confirm", lose)
    shopper.pays()
    message = shopper.page.locator(".pay-message")
    expect(message).to_contain_text("not known yet")
    expect(shopper.pay_button).to_have_count(0)
    shopper.waits_until_a_confirmation_is_over()
    expect(message).to_contain_text("did not go through, and nothing was charged")
    shopper.page.unroute("**/v1/payment_intents/*/confirm")
    expect(shopper.pay_button).to_be_enabled()
    shopper.pay_button.click()
    shopper.sees_receipt()


@pytest.mark.parametrize(
    "error",
    [
        {"type": "invalid_request_error", "code": "lock_timeout"},
        {"type": "invalid_request_error", "code": "rate_limit"},
        {"type": "api_error"},
    ],
    ids=lambda error: error.get("code", error["type"]),
)
def test_an_error_that_leaves_the_outcome_open_is_no_decline(shopper: Shopper, error: dict[str, str]) -> None:
    shopper.watch.allow(429)
    shopper.reaches_payment()
    intent = shopper.intent()
    answer_instead(shopper.page, "**/v1/payment_intents/*/confirm", 429, {"error": {**error, "message": "Busy."}})
    shopper.pays()
    expect(shopper.page.locator(".pay-message")).to_contain_text("not known yet")
    expect(shopper.page.get_by_text("nothing was charged")).to_have_count(0)
    shopper.sandbox.stripe(
        "POST",
        f"/v1/payment_intents/{intent['id']}/confirm",
        payment_method="pm_card_visa",
        return_url=shopper.page.url,
    )
    shopper.sees_receipt()


def test_a_reload_while_a_payment_is_confirmed_waits_for_its_outcome(shopper: Shopper) -> None:
    shopper.reaches_payment()
    intent = shopper.intent()
    shopper.page.route("**/v1/payment_intents/*/confirm", never_answer)
    with shopper.page.expect_request("**/v1/payment_intents/*/confirm"):
        shopper.pays()
    shopper.page.reload()
    shopper.state_is("checking")
    expect(shopper.pay_button).to_have_count(0)
    shopper.sandbox.stripe(
        "POST",
        f"/v1/payment_intents/{intent['id']}/confirm",
        payment_method="pm_card_visa",
        return_url=shopper.page.url,
    )
    shopper.sees_receipt()


def test_a_lost_answer_to_the_order_is_asked_again(shopper: Shopper) -> None:
    shopper.watch.allow("ERR_FAILED")
    shopper.reaches_payment()
    network = FirstAnswerLost()
    shopper.page.route("**/api/orders", network.handle)
    shopper.pays()
    shopper.sees_receipt()
    assert len(network.keys) == 2


def test_a_shop_that_cannot_be_reached_is_said_and_can_be_tried_again(shopper: Shopper) -> None:
    shopper.watch.allow("ERR_FAILED")
    shopper.page.clock.install()
    shopper.page.route("**/api/config", lose)
    shopper.arrives()
    shopper.state_is("loading")
    for _ in range(4):
        shopper.page.clock.run_for(4_000)
    shopper.state_is("fatal")
    expect(shopper.page.get_by_role("alert")).to_contain_text("could not be reached")
    shopper.page.unroute("**/api/config")
    shopper.page.get_by_role("button", name="Try again").click()
    shopper.state_is("details")


def test_an_answer_to_an_older_question_is_dropped(shopper: Shopper) -> None:
    shopper.arrives()
    expect(shopper.page.locator(".summary")).to_contain_text("House blend")
    held = Held()
    shopper.page.route("**/api/checkout/quote", held.hold, times=1)
    with shopper.page.expect_request("**/api/checkout/quote"):
        shopper.page.get_by_role("button", name="One House blend, 250 g more").click()
    with shopper.page.expect_response("**/api/checkout/quote"):
        shopper.page.get_by_role("button", name="One House blend, 250 g more").click()
    expect(shopper.page.get_by_label("Quantity of House blend")).to_have_text("4")
