"""An operator at the operator's page."""

from dataclasses import dataclass

from playwright.sync_api import Page, expect

from tests.browser.sandbox_process import Sandbox
from tests.browser.watch import Watch


@dataclass
class Operator:
    page: Page
    sandbox: Sandbox
    watch: Watch

    def arrives(self, place: str = "") -> None:
        self.page.goto(f"{self.sandbox.api_url}/admin#token={self.sandbox.token('browser-operator', roles=('admin',))}")
        expect(self.page.get_by_role("heading", level=1)).to_be_visible()
        if place:
            self.page.goto(f"{self.sandbox.api_url}/admin{place}")

    def opens_order(self, order_id: str) -> None:
        self.arrives(f"#/orders/{order_id}")
        expect(self.page.get_by_role("heading", name="History")).to_be_visible()
