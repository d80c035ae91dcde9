"""Elements beside the card form, and payments for which Elements refuse to load."""

from __future__ import annotations

import re
from collections.abc import Callable

from stripe_stand_in.testing import PUBLISHABLE_KEY, RunningStandIn
from tests.browser.plain_shop.till import Till
from tests.stand_in import client_of


def test_a_payment_that_is_finished_can_not_be_paid_again(
    till_of: Callable[..., Till], stand_in: RunningStandIn
) -> None:
    till = till_of()
    client_of(stand_in).v1.payment_intents.cancel(till.intent.id)
    till.page.goto(f"{till.shop.url}/#{PUBLISHABLE_KEY},{till.intent.client_secret}")
    till.hears("loaderror invalid_request_error")


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
