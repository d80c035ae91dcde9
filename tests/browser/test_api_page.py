"""The API's description: read and tried in a browser, from our own files."""

from collections.abc import Callable

from playwright.sync_api import BrowserContext, expect

from tests.browser.sandbox_process import Sandbox


def test_an_operation_is_read_and_tried(sandbox: Sandbox, context_of: Callable[..., BrowserContext]) -> None:
    page = context_of().new_page()
    page.goto(f"{sandbox.api_url}/docs")
    operation = page.locator("#operations-Catalog-listProducts")
    operation.get_by_role("button").first.click()
    operation.get_by_role("button", name="Try it out").click()
    operation.get_by_role("button", name="Execute").click()

    expect(operation.locator(".live-responses-table")).to_contain_text("ESPRESSO-CUP")
