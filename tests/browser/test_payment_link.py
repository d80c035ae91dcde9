"""A payment link: the order is as the shop priced it, and nothing of it can be edited."""

from __future__ import annotations

from typing import Any

import httpx
from playwright.sync_api import expect

from tests.browser.shopper import Shopper

ADDRESS = {
    "name": "Mira Sørensen",
    "line1": "12 Alder Court",
    "city": "San Francisco",
    "state": "CA",
    "postalCode": "94110",
    "country": "US",
}


def checkout(shopper: Shopper, **more: object) -> dict[str, Any]:
    """An order of the shop's own prices, with its payment link."""
    body = {
        "reference": f"order-{shopper.subject}",
        "userId": shopper.subject,
        "currency": "usd",
        "items": [{"sku": "LAMP", "name": "Desk lamp", "unitPrice": 4999, "quantity": 1}],
        "discounts": [{"name": "WELCOME10", "amount": 500}],
        "shipping": {"name": "Courier by noon", "amount": 799},
        "tax": {"amount": 384},
        "total": 4999 - 500 + 799 + 384,
        "shippingAddress": ADDRESS,
        "receiptEmail": "mira@customer.example",
        **more,
    }
    token = shopper.sandbox.token("shop-server", roles=("shop",))
    answer = httpx.post(
        f"{shopper.sandbox.api_url}/api/checkouts", json=body, headers={"Authorization": f"Bearer {token}"}
    )
    assert answer.status_code == 201, answer.text
    created: dict[str, Any] = answer.json()
    return created


def test_a_link_is_paid_as_the_shop_priced_it(shopper: Shopper) -> None:
    link = checkout(shopper)
    shopper.page.goto(link["url"])
    shopper.can_pay()
    expect(shopper.pay_button).to_have_text("Pay $56.82")
    summary = shopper.page.locator(".summary")
    for shown in ("Desk lamp", "WELCOME10", "-$5.00", "Courier by noon", "$7.99"):
        expect(summary).to_contain_text(shown)
    expect(summary.get_by_role("button", name="Desk lamp")).to_have_count(0)
    expect(shopper.page.get_by_label("Currency")).to_have_count(0)
    expect(shopper.page.get_by_role("button", name="Change")).to_have_count(0)
    shopper.pays()
    number = shopper.sees_receipt()
    assert number == link["orderNumber"]
    expect(shopper.page.get_by_role("button", name="Start a new order")).to_have_count(0)


def test_a_link_without_an_address_for_the_receipt_asks_for_one(shopper: Shopper) -> None:
    link = checkout(shopper, shippingAddress=None, receiptEmail=None)
    shopper.watch.allow(422)
    shopper.page.goto(link["url"])
    shopper.state_is("contact")
    shopper.page.get_by_label("E-mail").fill("mira@customer.example")
    shopper.page.get_by_role("button", name="Continue to payment").click()
    shopper.can_pay()
    shopper.pays()
    shopper.sees_receipt()


def test_a_link_of_a_canceled_order_says_so(shopper: Shopper) -> None:
    link = checkout(shopper)
    token = shopper.sandbox.token("shop-server", roles=("shop",))
    canceled = httpx.post(
        f"{shopper.sandbox.api_url}/api/orders/{link['orderId']}/cancel", headers={"Authorization": f"Bearer {token}"}
    )
    assert canceled.status_code == 200, canceled.text
    shopper.page.goto(link["url"])
    expect(shopper.page.get_by_role("alert").filter(has_text="Ask the shop for a new link")).to_be_visible()
    expect(shopper.pay_button).to_have_count(0)
