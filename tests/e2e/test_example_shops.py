"""The example shops sell through Till: at their own prices, by signed events, with the capture when they ship."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import jwt
import pytest

from tests.e2e.example_shop import ExampleShop, free_port, running_shop
from tests.e2e.running_sandbox import RunningSandbox, running_sandbox
from tests.e2e.shop import Shop, opened_shop

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


def paid_by_link(shop: Shop, link: str) -> str:
    """Pays what a payment link asks for, as the page does: with the link's own token. Returns the order's id."""
    token = parse_qs(urlsplit(link).fragment)["token"][0]
    order_id = str(jwt.decode(token, options={"verify_signature": False})["order"])
    path = f"{shop.url}/api/payments/create-intent"
    answer = shop.api.post(path, json={"orderId": order_id}, headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 201, answer.text
    created = answer.json()
    assert created["amount"] == TOTAL
    assert shop.browser_confirms(created).json()["status"] == "requires_capture"
    return order_id


def test_a_sale_from_the_discount_to_the_refund_survives_kills(selling: RunningSandbox, example: ExampleShop) -> None:
    reference = f"{example.prefix}-0001"
    with opened_shop(selling.details) as shop:
        order_id = paid_by_link(shop, example.buy("WELCOME10"))
        example.until_order(reference, lambda cells: cells[1:3] == ["confirmed", "authorized"])

        example.kill()
        example.start()
        assert example.press("ship", reference) == 303
        example.until_order(reference, lambda cells: cells[2:4] == ["succeeded", str(TOTAL)])

        assert example.press("refund", reference) == 303
        assert example.press("refund", reference) == 303
        example.kill()
        example.start()
        cells = example.until_order(reference, lambda cells: cells[4] == "1299")
        assert cells == [reference, "confirmed", "partially_refunded", str(TOTAL), "1299"]
        order = shop.get(f"/api/orders/{order_id}", shop.admin).json()
        assert (order["reference"], order["breakdown"]["discount"]) == (reference, DISCOUNT)
        assert [refund["amount"] for refund in order["payment"]["refunds"]] == [1299]


def test_what_is_not_signed_changes_nothing(example: ExampleShop) -> None:
    forged = {"data": {"reference": f"{example.prefix}-0001", "seq": 99, "status": "confirmed"}}
    headers = {"webhook-id": "x", "webhook-timestamp": "1", "webhook-signature": "v1,AAAA"}
    assert httpx.post(f"{example.url}/webhooks", json=forged, headers=headers).status_code == 401
