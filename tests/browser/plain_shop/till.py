"""The shop's page with the form of one payment: filled in, paid with and heard."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import stripe
from playwright.sync_api import FrameLocator, Page, expect

from stripe_stand_in.testing import PUBLISHABLE_KEY, RunningStandIn
from tests.browser.plain_shop import PlainShop
from tests.stand_in import client_of


@dataclass
class Till:
    """The shop's page with the form of one payment."""

    page: Page
    shop: PlainShop
    stand_in: RunningStandIn
    intent: stripe.PaymentIntent

    def opens(self, options: str = "{}", redirect: str = "if_required") -> None:
        self.page.goto(f"{self.shop.url}/back")
        self.page.evaluate("(o) => sessionStorage.setItem('options', o)", options)
        self.page.evaluate("(r) => sessionStorage.setItem('redirect', r)", redirect)
        self.page.goto(f"{self.shop.url}/#{PUBLISHABLE_KEY},{self.intent.client_secret}")
        self.hears("ready")

    @property
    def form(self) -> FrameLocator:
        return self.page.frame_locator('iframe[title="Secure payment details"]')

    @property
    def bank(self) -> FrameLocator:
        return self.page.frame_locator('dialog iframe[title="Bank authentication"]')

    def types(self, number: str, expiry: str = "434", cvc: str = "123") -> None:
        self.form.get_by_label("Card number").press_sequentially(number)
        self.form.get_by_label("Expiration date").press_sequentially(expiry)
        self.form.get_by_label("Security code").press_sequentially(cvc)

    def pays(self) -> None:
        self.page.get_by_role("button", name="Pay").click()

    def hears(self, words: str | re.Pattern[str]) -> None:
        expect(self.page.locator("#said")).to_have_text(words)

    def outcome(self) -> dict[str, Any]:
        found: dict[str, Any] = self.page.evaluate("window.outcome")
        return found

    def happened(self, name: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.page.evaluate(
            "(name) => window.events.filter(([one]) => one === name).map(([, event]) => event)", name
        )
        return found

    def status(self) -> str:
        return client_of(self.stand_in).v1.payment_intents.retrieve(self.intent.id).status
