"""Elements beside the card form, and payments for which Elements refuse to load."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import BrowserContext, expect

from stripe_stand_in.testing import PUBLISHABLE_KEY, RunningStandIn
from tests.browser.plain_shop import PlainShop
from tests.browser.plain_shop.till import Till
from tests.stand_in import client_of


def test_a_payment_that_is_finished_can_not_be_paid_again(
    till_of: Callable[..., Till], stand_in: RunningStandIn
) -> None:
    till = till_of()
    client_of(stand_in).v1.payment_intents.cancel(till.intent.id)
    till.page.goto(f"{till.shop.url}/#{PUBLISHABLE_KEY},{till.intent.client_secret}")
    till.hears("loaderror invalid_request_error")


def test_options_that_an_element_makes_no_use_of_are_named_in_the_console(till: Till) -> None:
    with till.page.expect_console_message(lambda message: "makes no use of" in message.text) as warned:
        till.page.evaluate("window.elements.create('linkAuthentication', {defaultValues: {}, fields: {}})")
    assert warned.value.type == "warning"
    assert warned.value.text.endswith('"linkAuthentication" element makes no use of the options fields.')


def test_the_address_and_e_mail_elements_add_to_the_payment(till: Till, stand_in: RunningStandIn) -> None:
    till.page.evaluate(
        """() => {
             for (const [type, options] of [['linkAuthentication', {}], ['address', {mode: 'shipping'}]]) {
               const place = document.createElement('div');
               document.getElementById('form').prepend(place);
               window[type] = window.elements.create(type, options);
               window[type].mount(place);
             }
           }"""
    )
    email = till.page.frame_locator('iframe[title="Secure e-mail details"]').get_by_label("Email")
    address = till.page.frame_locator('iframe[title="Secure address details"]')
    till.types("4242424242424242")
    till.pays()
    till.hears(re.compile("validation_error .* is required"))
    email.fill("ada@example.com")
    for label, text in {
        "Full name": "Ada Lovelace",
        "Address line 1": "1 Test Street",
        "City": "Springfield",
        "Country code": "us",
    }.items():
        address.get_by_label(label).fill(text)
    till.pays()
    till.hears("paid: succeeded")
    client = client_of(stand_in)
    paid = client.v1.payment_intents.retrieve(till.intent.id, {"expand": ["payment_method"]})
    assert paid.shipping is not None
    assert (paid.shipping.name, paid.shipping.address.country) == ("Ada Lovelace", "US")  # type: ignore[union-attr]
    assert paid.payment_method.billing_details.email == "ada@example.com"  # type: ignore[union-attr]
    refused = till.page.evaluate("() => { try { window.elements.create('issuing'); } catch (e) { return e.name; } }")
    assert refused == "IntegrationError"


def test_a_voucher_is_asked_for_in_the_form_and_waits_on_its_page(
    context_of: Callable[..., BrowserContext], shop: PlainShop, stand_in: RunningStandIn
) -> None:
    intent = client_of(stand_in).v1.payment_intents.create(
        {"amount": 3990, "currency": "mxn", "allowed_payment_method_types": ["oxxo", "card"]}
    )
    till = Till(context_of().new_page(), shop, stand_in, intent)
    till.opens()
    till.form.get_by_role("radio", name="OXXO").check()
    till.pays()
    till.hears(re.compile("validation_error incomplete_name"))
    till.form.get_by_label("Full name").fill("Ada Lovelace")
    till.form.get_by_label("Email").fill("fill_never@example.com")
    till.pays()
    till.hears("paid: requires_action")
    details = till.outcome()["paymentIntent"]["next_action"]["oxxo_display_details"]
    till.page.goto(details["hosted_voucher_url"])
    till.page.get_by_role("button", name="Pay the voucher").click()
    expect(till.page.get_by_text("The payment is now: succeeded.")).to_be_visible()
