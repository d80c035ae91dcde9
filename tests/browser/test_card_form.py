"""What the stand-in's card form does for any shop: it is filled, checked, refused, authenticated and paid with."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from stripe_stand_in.testing import PUBLISHABLE_KEY, RunningStandIn
from tests.browser.accessibility import axe_findings, overflow
from tests.browser.plain_shop.till import Till
from tests.browser.watch import Watch
from tests.stand_in import client_of

CHALLENGED, POOR_AFTERWARDS = "4000000000003220", "4000008260003178"


def test_a_card_pays(till: Till) -> None:
    till.types("4242424242424242")
    till.pays()
    till.hears("paid: succeeded")
    assert till.status() == "succeeded"
    assert till.happened("ready") == [{"elementType": "payment"}]
    last = till.happened("change")[-1]
    assert (last["complete"], last["empty"], last["value"]) == (True, False, {"type": "card"})


def test_what_is_typed_is_grouped_and_its_brand_named(till: Till) -> None:
    till.types("378282246310005", "137", "12345")
    expect(till.form.get_by_label("Card number")).to_have_value("3782 822463 10005")
    expect(till.form.get_by_label("Expiration date")).to_have_value("13 / 7")
    expect(till.form.get_by_label("Security code")).to_have_value("1234")
    expect(till.form.get_by_text("American Express")).to_be_visible()


def test_a_digit_put_into_the_middle_stays_where_it_was_put(till: Till) -> None:
    number = till.form.get_by_label("Card number")
    number.press_sequentially("42424242")
    for _ in range(6):
        number.press("ArrowLeft")
    number.press_sequentially("99")
    expect(number).to_have_value("4249 9242 42")
    number.press("Backspace")
    expect(number).to_have_value("4249 2424 2")


def test_each_fault_is_reported_at_its_field_and_nothing_is_asked(till: Till, watch: Watch) -> None:
    till.types("4242424242424241", "1220", "12")
    till.pays()
    till.hears(re.compile("validation_error invalid_number"))
    for label, message in {
        "Card number": "Your card number is invalid",
        "Expiration date": "Your card.s expiration year is in the past",
        "Security code": "Your card.s security code is incomplete",
    }.items():
        field = till.form.get_by_label(label)
        expect(field).to_have_attribute("aria-invalid", "true")
        expect(field).to_have_accessible_description(re.compile(message))
    expect(till.form.get_by_label("Card number")).to_be_focused()
    assert watch.asked("POST", "/confirm$") == []


def test_a_decline_is_an_answer_and_another_card_pays(till: Till, watch: Watch) -> None:
    watch.allow(402)
    till.types("4000000000009995")
    till.pays()
    till.hears(re.compile("^card_error card_declined"))
    error = till.outcome()["error"]
    assert error["decline_code"] == "insufficient_funds"
    assert error["payment_intent"]["id"] == till.intent.id
    till.form.get_by_label("Card number").fill("5555555555554444")
    till.pays()
    till.hears("paid: succeeded")


def test_enter_in_the_card_form_pays_and_escape_is_reported(till: Till) -> None:
    till.types("4242424242424242")
    till.form.get_by_label("Security code").press("Escape")
    till.form.get_by_label("Security code").press("Enter")
    till.hears("paid: succeeded")
    assert till.happened("escape")


def test_the_bank_is_asked_in_a_dialogue_and_the_payment_goes_on(till: Till) -> None:
    till.types(CHALLENGED)
    till.pays()
    expect(till.bank.get_by_text("$12.99")).to_be_visible()
    expect(till.bank.get_by_role("heading")).to_be_focused()
    till.bank.get_by_role("button", name="Complete").click()
    till.hears("paid: succeeded")
    expect(till.page.locator("dialog")).to_have_count(0)


@pytest.mark.parametrize("how", ["the button", "Escape"])
def test_an_authentication_that_failed_leaves_the_form_ready_for_another_card(till: Till, how: str) -> None:
    till.types(CHALLENGED)
    till.pays()
    expect(till.bank.get_by_role("heading")).to_be_focused()
    if how == "Escape":
        till.page.keyboard.press("Escape")
    else:
        till.bank.get_by_role("button", name="Fail").click()
    till.hears(re.compile("payment_intent_authentication_failure"))
    assert till.status() == "requires_payment_method"
    till.form.get_by_label("Card number").fill("4242424242424242")
    till.pays()
    till.hears("paid: succeeded")


def test_a_card_that_is_refused_after_its_authentication_is_a_decline(till: Till) -> None:
    till.types(POOR_AFTERWARDS)
    till.pays()
    till.bank.get_by_role("button", name="Complete").click()
    till.hears(re.compile("^card_error card_declined"))
    assert till.outcome()["error"]["decline_code"] == "insufficient_funds"


def test_a_bank_account_pays_later(till: Till) -> None:
    till.form.get_by_role("radio", name="Bank account").check()
    till.form.get_by_label("Account holder name").fill("Ada Lovelace")
    till.form.get_by_label("Routing number").fill("110000000")
    till.form.get_by_label("Account number").fill("000123456789")
    till.pays()
    till.hears("paid: processing")


def test_the_banks_own_page_brings_the_shopper_back(till: Till, stand_in: RunningStandIn) -> None:
    intent = client_of(stand_in).v1.payment_intents.confirm(
        till.intent.id, {"payment_method": "pm_card_threeDSecure2Required", "return_url": f"{till.shop.url}/back"}
    )
    till.page.evaluate("(clientSecret) => { window.stripe.handleNextAction({clientSecret}); }", intent.client_secret)
    expect(till.page.get_by_role("heading", name="Test bank: is this you?")).to_be_visible()
    till.page.get_by_role("button", name="Complete").click()
    expect(till.page.get_by_role("heading", name="Back in the shop")).to_be_visible()
    assert f"payment_intent={intent.id}&" in till.page.url
    assert "redirect_status=succeeded" in till.page.url


def test_a_shop_that_always_redirects_is_led_to_its_return_page(till_of: Callable[..., Till]) -> None:
    till = till_of()
    till.opens(redirect="always")
    till.types("4242424242424242")
    till.pays()
    expect(till.page.get_by_role("heading", name="Back in the shop")).to_be_visible()
    assert f"order=T-1&payment_intent={till.intent.id}&" in till.page.url


def test_a_lost_connection_is_an_answer_too(till: Till, watch: Watch) -> None:
    watch.allow("ERR_FAILED")
    till.page.route(re.compile("/confirm$"), lambda route: route.abort())
    till.types("4242424242424242")
    till.pays()
    till.hears(re.compile("^api_connection_error"))


def test_a_payment_nobody_knows_fails_to_load(till_of: Callable[..., Till], watch: Watch) -> None:
    watch.allow(404)
    till = till_of()
    till.page.goto(f"{till.shop.url}/#{PUBLISHABLE_KEY},pi_nowhere_secret_nothing")
    till.hears("loaderror invalid_request_error")


def test_the_page_can_neither_read_the_form_nor_pay_twice_at_once(till: Till, watch: Watch) -> None:
    till.types("4242424242424242")
    assert till.page.evaluate("document.querySelector('iframe').contentDocument") is None
    outcomes = till.page.evaluate(
        """() => Promise.all([1, 2, 3].map(() => window.stripe.confirmPayment({
             elements: window.elements, redirect: 'if_required', confirmParams: {}})))"""
    )
    assert [bool(outcome.get("error")) for outcome in outcomes] == [False, True, True]
    assert len(watch.asked("POST", "/confirm$")) == 1


def test_a_payment_method_can_be_made_without_paying(till: Till) -> None:
    till.types("4242424242424242")
    made = till.page.evaluate("() => window.stripe.createPaymentMethod({elements: window.elements})")
    method = made["paymentMethod"]
    assert (method["card"]["last4"], method["card"]["exp_month"], method["card"]["exp_year"]) == ("4242", 4, 2034)
    assert till.status() == "requires_payment_method"


def test_a_second_element_is_refused_until_the_first_is_gone(till: Till) -> None:
    refused = till.page.evaluate("() => { try { window.elements.create('payment'); } catch (e) { return e.name; } }")
    assert refused == "IntegrationError"
    till.page.evaluate(
        """() => { window.element.destroy(); window.element = window.elements.create('payment');
                   window.element.mount('#element'); }"""
    )
    expect(till.form.get_by_label("Card number")).to_be_visible()


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 320)])
def test_the_form_and_the_bank_are_accessible(till_of: Callable[..., Till], axe: str, scheme: str, width: int) -> None:
    till = till_of(color_scheme=scheme, viewport={"width": width, "height": 700})
    till.opens()
    assert axe_findings(till.page, axe) == []
    till.pays()
    till.hears(re.compile("validation_error"))
    assert axe_findings(till.page, axe) == []
    till.form.get_by_role("radio", name="Bank account").check()
    assert axe_findings(till.page, axe) == []
    assert overflow(till.page) == 0
    till.form.get_by_role("radio", name="Card").check()
    till.types(CHALLENGED)
    till.pays()
    expect(till.bank.get_by_role("heading")).to_be_focused()
    assert axe_findings(till.page, axe) == []


def test_the_form_wears_the_shops_colours(till_of: Callable[..., Till]) -> None:
    till = till_of()
    till.opens(
        '{"appearance": {"theme": "night", "variables": {"colorBackground": "rgb(1, 2, 3)", "colorText": "url(evil)"}}}'
    )
    body = till.form.locator("body")
    expect(body).to_have_css("background-color", "rgb(1, 2, 3)")
    expect(body).to_have_css("color", "rgb(232, 234, 237)")
    till.page.evaluate("window.elements.update({appearance: {variables: {colorBackground: 'rgb(4, 5, 6)'}}})")
    expect(body).to_have_css("background-color", "rgb(4, 5, 6)")
