"""The example shops sell through Till: at their own prices, by signed events, with the capture when they ship."""

from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.sandbox_process import Sandbox
from tests.browser.shopper import Shopper
from tests.browser.watch import Watch
from tests.e2e.example_shop import ExampleShop, free_port, running_shop
from tests.e2e.running_sandbox import RunningSandbox, running_sandbox
from tests.e2e.shop import opened_shop

SECRET = "whsec_dGhlIGV4YW1wbGUgc2hvcHMnIHRlc3RzIQ=="
PORTS = {"python": free_port(), "node": free_port()}
SUBTOTAL, DISCOUNT, SHIPPING = 1299 + 851, 215, 495
TOTAL = SUBTOTAL - DISCOUNT + SHIPPING


@pytest.fixture(scope="module")
def selling(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSandbox]:
    """A sandbox that sends its events to both example shops."""
    urls = ",".join(f"http://127.0.0.1:{port}/webhooks" for port in PORTS.values())
    settings = {"SHOP_WEBHOOK_URL": urls, "SHOP_WEBHOOK_SECRET": SECRET}
    with running_sandbox(tmp_path_factory.mktemp("selling") / "data", environment=settings) as sandbox:
        yield sandbox


@pytest.fixture(params=["python", "node"])
def example(request: pytest.FixtureRequest, selling: RunningSandbox, tmp_path: Path) -> Iterator[ExampleShop]:
    details = selling.details
    environment = {
        "TILL_API_URL": details["apiUrl"],
        "TILL_JWT_SECRET": details["jwtSecret"],
        "SHOP_WEBHOOK_SECRET": SECRET,
    }
    shop = ExampleShop(
        language=request.param,
        port=PORTS[request.param],
        data=tmp_path / "shop",
        prefix=f"{request.param}-{tmp_path.parent.name}",
        environment=environment,
    )
    with running_shop(shop):
        yield shop


@pytest.fixture
def buyer(context_of: Callable[..., BrowserContext], sandbox: Sandbox, watch: Watch) -> Shopper:
    """Somebody at the example shop's page, who pays on Till's."""
    return Shopper(page=context_of().new_page(), sandbox=sandbox, watch=watch, subject="buyer")


def presses(buyer: Shopper, example: ExampleShop, label: str) -> None:
    buyer.page.goto(example.url)
    buyer.page.get_by_role("button", name=label).first.click()
    buyer.page.wait_for_url(f"{example.url}/")


def test_a_sale_from_the_discount_to_the_refund_survives_kills(
    selling: RunningSandbox, example: ExampleShop, buyer: Shopper
) -> None:
    reference = f"{example.prefix}-0001"
    buyer.page.goto(example.url)
    buyer.page.get_by_label("Discount code").fill("WELCOME10")
    buyer.page.get_by_role("button", name="Buy").click()
    buyer.can_pay()
    expect(buyer.pay_button).to_have_text("Pay €24.30")
    expect(buyer.page.locator(".summary")).to_contain_text("10 % off the first order")
    buyer.pays()
    number = buyer.sees_receipt()
    example.until_order(reference, lambda cells: cells[1:3] == ["confirmed", "authorized"])

    example.kill()
    example.start()
    presses(buyer, example, "Ship")
    example.until_order(reference, lambda cells: cells[2:4] == ["succeeded", str(TOTAL)])

    presses(buyer, example, "Refund a line")
    presses(buyer, example, "Refund a line")
    example.kill()
    example.start()
    cells = example.until_order(reference, lambda cells: cells[4] == "1299")
    assert cells == [reference, "confirmed", "partially_refunded", str(TOTAL), "1299"]
    with opened_shop(selling.details) as shop:
        order = shop.get(f"/api/orders/{number}", shop.admin).json()
    assert (order["reference"], order["breakdown"]["discount"]) == (reference, DISCOUNT)
    assert [refund["amount"] for refund in order["payment"]["refunds"]] == [1299]


def test_what_is_not_signed_changes_nothing(example: ExampleShop) -> None:
    forged = {"data": {"reference": f"{example.prefix}-0001", "seq": 99, "status": "confirmed"}}
    headers = {"webhook-id": "x", "webhook-timestamp": "1", "webhook-signature": "v1,AAAA"}
    assert httpx.post(f"{example.url}/webhooks", json=forged, headers=headers).status_code == 401
