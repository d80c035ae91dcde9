"""A shopper at the checkout page: what they do, in their words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
from playwright.sync_api import FrameLocator, Locator, Page, expect

from tests.browser.sandbox_process import Sandbox
from tests.browser.watch import Watch

PAY = re.compile(r"^Pay \S")
GOOD = "4242424242424242"
DECLINED = "4000000000000002"
ASKS_THE_BANK = "4000002760003184"
ADDRESS = {"Street and number": "12 Alder Court", "ZIP code": "94110", "City": "San Francisco"}
STATE = ("State", "CA")
CART = "ESPRESSO-CUP:1,COFFEE-HOUSE-250:2"


@dataclass
class Shopper:
    page: Page
    sandbox: Sandbox
    watch: Watch
    subject: str

    @property
    def token(self) -> str:
        return self.sandbox.token(self.subject)

    def arrives(self, query: str = f"?cart={CART}") -> None:
        self.page.goto(f"{self.sandbox.api_url}/{query}#token={self.token}")

    def state_is(self, state: str) -> None:
        expect(self.page.locator("main")).to_have_attribute("data-state", state)

    def fills_in_details(self) -> None:
        self.page.get_by_label("Country").select_option("US")
        for label, text in ADDRESS.items():
            self.page.get_by_label(label, exact=True).fill(text)
        self.page.get_by_label(STATE[0], exact=True).select_option(STATE[1])

    def proceeds(self) -> None:
        self.page.get_by_role("button", name="Proceed to Payment").click()

    def reaches_payment(self, query: str = f"?cart={CART}") -> None:
        self.arrives(query)
        self.fills_in_details()
        self.proceeds()
        self.can_pay()

    def can_pay(self) -> None:
        self.state_is("payment")
        expect(self.pay_button).to_be_enabled()

    @property
    def pay_button(self) -> Locator:
        return self.page.get_by_role("button", name=PAY)

    @property
    def card_form(self) -> FrameLocator:
        return self.page.frame_locator('iframe[title="Secure payment details"]')

    @property
    def bank(self) -> FrameLocator:
        return self.page.frame_locator('iframe[title="Bank authentication"]')

    def types_card(self, number: str = GOOD) -> None:
        form = self.card_form
        form.get_by_label("Card number").fill(number)
        form.get_by_label("Expiration date").fill("1239")
        form.get_by_label("Security code").fill("737")

    def pays(self, number: str = GOOD) -> None:
        self.types_card(number)
        self.pay_button.click()

    def waits_until_a_confirmation_is_over(self) -> None:
        """Moves the page's clock past the time for which Stripe may still be working on a confirmation."""
        self.page.evaluate("(now => { Date.now = () => now() + 40_000; })(Date.now.bind(Date))")

    def sees_receipt(self) -> str:
        """The number of the order that was paid."""
        self.state_is("done")
        expect(self.page.get_by_role("heading", level=1)).to_contain_text("your order is confirmed")
        return self.page.locator("dd.number").inner_text()

    def pays_by_bank_debit(self) -> None:
        form = self.card_form
        form.get_by_role("radio", name="Bank account").check()
        form.get_by_label("Account holder name").fill("Mira Sørensen")
        form.get_by_label("Routing number").fill("110000000")
        form.get_by_label("Account number").fill("000123456789")
        self.pay_button.click()
        self.state_is("processing")

    @property
    def order_id(self) -> str:
        return parse_qs(urlsplit(self.page.url).query)["order"][0]

    def order(self, order_id: str | None = None) -> dict[str, Any]:
        return self._get(f"/api/orders/{order_id or self.order_id}")

    def orders(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self._get("/api/orders")["orders"]
        return found

    def intent(self, order_id: str | None = None) -> dict[str, Any]:
        return self._get(f"/api/payments/intent/{self.order(order_id)['payment']['paymentIntentId']}")

    def confirmations(self) -> int:
        """How often anyone asked Stripe to take the money."""
        return len(self.watch.asked("POST", r"^/v1/payment_intents/\w+/confirm$"))

    def posts(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """As the shop's own code would, beside the page."""
        answer = httpx.post(
            self.sandbox.api_url + path, json=body, headers={"Authorization": f"Bearer {self.token}"}, timeout=20
        )
        answer.raise_for_status()
        found: dict[str, Any] = answer.json()
        return found

    def _get(self, path: str) -> dict[str, Any]:
        answer = httpx.get(self.sandbox.api_url + path, headers={"Authorization": f"Bearer {self.token}"}, timeout=20)
        answer.raise_for_status()
        found: dict[str, Any] = answer.json()
        return found
