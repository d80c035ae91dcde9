"""The operator's page: what waits, orders, refunds, captures, holds, the inbox, the figures."""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote_plus

import httpx
import pytest
from playwright.sync_api import BrowserContext, Route, expect

from tests.browser.accessibility import axe_findings, overflow
from tests.browser.operator import Operator
from tests.browser.routes import FirstAnswerLost
from tests.browser.sandbox_process import Sandbox
from tests.browser.shopper import Shopper
from tests.browser.watch import Watch
from tests.e2e.waiting import wait_until


@pytest.fixture(scope="module")
def bought(sandbox: Sandbox, browser: object) -> Callable[..., str]:
    """Buys without the page: an order paid at Stripe with a token, placed by the API."""

    def buy(shopper: Shopper, method: str = "pm_card_visa") -> str:
        address = {
            "name": "Mira Sørensen",
            "line1": "12 Alder Court",
            "city": "San Francisco",
            "state": "CA",
            "postalCode": "94110",
            "country": "US",
        }
        items = [{"sku": "ESPRESSO-CUP", "quantity": 1}]
        made = shopper.posts("/api/payments/create-intent", {"items": items, "shippingAddress": address})
        sandbox.stripe(
            "POST",
            f"/v1/payment_intents/{made['paymentIntentId']}/confirm",
            payment_method=method,
            return_url="https://shop.example/",
        )
        shopper.posts("/api/orders", {"paymentIntentId": made["paymentIntentId"]})
        return str(made["orderId"])

    return buy


def test_orders_are_listed_by_status_and_page_by_page(
    operator: Operator, shopper: Shopper, bought: Callable[..., str]
) -> None:
    order_id = bought(shopper)
    number = shopper.order(order_id)["orderNumber"]
    page = operator.page

    def small_pages(route: Route) -> None:
        route.continue_(url=route.request.url.replace("limit=20", "limit=1"))

    page.route("**/api/orders?*", small_pages)
    operator.arrives("#/orders")
    expect(page.get_by_role("row")).to_have_count(2)
    bought(shopper)
    page.get_by_label("Status").select_option("confirmed")
    page.wait_for_url("**/admin#/orders?status=confirmed")
    expect(page.get_by_role("row")).to_have_count(2)
    page.get_by_role("button", name="Show more").click()
    expect(page.get_by_role("row")).to_have_count(3)
    page.get_by_role("link", name=number).click()
    expect(page.get_by_role("heading", name=number)).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="Orders", level=1)).to_be_focused()
    page.reload()
    expect(page.get_by_label("Status")).to_have_value("confirmed")


def test_an_order_is_found_by_whatever_its_customer_knows(
    operator: Operator, shopper: Shopper, bought: Callable[..., str]
) -> None:
    order = shopper.order(bought(shopper))
    page = operator.page
    operator.arrives("#/orders")
    page.get_by_role("searchbox", name="Find").fill(order["orderNumber"].lower())
    page.get_by_role("button", name="Find").click()
    expect(page.get_by_role("heading", name=order["orderNumber"])).to_be_visible()
    page.go_back()
    total = f"{order['total'] / 100:.2f} usd"
    for text in (order["receiptEmail"].upper(), order["payment"]["paymentIntentId"], order["userId"], total):
        page.get_by_role("searchbox", name="Find").fill(text)
        page.get_by_role("button", name="Find").click()
        page.wait_for_url(f"**/admin#/orders?find={quote_plus(text)}")
        expect(page.get_by_role("status").filter(has_text="shown")).to_be_visible()
        expect(page.get_by_role("link", name=order["orderNumber"])).to_be_visible()
    with page.expect_download() as downloading:
        page.get_by_role("button", name="Download these as CSV").click()
    assert order["orderNumber"] in downloading.value.path().read_text("utf-8-sig")
    page.get_by_role("searchbox", name="Find").fill("nobody@customer.example")
    page.get_by_role("button", name="Find").click()
    expect(page.get_by_text("No order fits.")).to_be_visible()


def test_a_refund_is_looked_over_and_made_once(
    operator: Operator, shopper: Shopper, bought: Callable[..., str]
) -> None:
    order_id = bought(shopper)
    operator.opens_order(order_id)
    page = operator.page
    page.get_by_label("Amount").fill("1.23")
    page.get_by_label("Reason").select_option("requested_by_customer")
    page.get_by_label("Note").fill("A chipped rim")
    page.get_by_role("button", name="Look over the refund").click()
    send = page.get_by_role("button", name="Refund $1.23")
    expect(send).to_be_focused()
    send.evaluate("(button) => { button.click(); button.click(); }")
    said = page.get_by_role("status").filter(has_text="$1.23")
    expect(said).to_be_visible()
    refunds = shopper.order(order_id)["payment"]["refunds"]
    assert [(refund["amount"], refund["reason"]) for refund in refunds] == [(123, "requested_by_customer")]
    row = page.get_by_role("row").filter(has_text="requested by customer")
    expect(row).to_contain_text("A chipped rim")
    expect(row).to_contain_text("admin:browser-operator")
    assert "note" not in refunds[0]


def test_a_refund_that_fails_later_is_not_said_to_be_done(
    operator: Operator, shopper: Shopper, bought: Callable[..., str]
) -> None:
    order_id = bought(shopper, "pm_card_refundFail")
    operator.opens_order(order_id)
    page = operator.page
    page.get_by_role("button", name="Look over the refund").click()
    page.get_by_role("button", name="Refund $").click()
    failed = page.get_by_role("status").filter(has_text="failed")
    expect(failed).to_contain_text("Pay the customer another way", timeout=30_000)
    operator.page.goto(f"{operator.sandbox.api_url}/admin#/overview")
    waiting = page.get_by_role("region", name="Table: Refunds that failed or wait")
    waiting.get_by_role("link", name=shopper.order(order_id)["orderNumber"]).click()
    expect(page.get_by_role("heading", name="History")).to_be_visible()


def test_a_payment_that_was_authorized_is_captured_in_part_once(
    operator: Operator, shopper: Shopper, sandbox: Sandbox
) -> None:
    checkout = {
        "reference": f"lamp-{shopper.subject}",
        "currency": "usd",
        "captureMethod": "manual",
        "items": [{"sku": "LAMP", "name": "A lamp", "unitPrice": 2499, "quantity": 1}],
        "receiptEmail": "mira@customer.example",
        "total": 2499,
        "userId": shopper.subject,
    }
    backend = {"Authorization": f"Bearer {sandbox.token('backend', roles=('shop',))}"}
    answer = httpx.post(f"{sandbox.api_url}/api/checkouts", json=checkout, headers=backend)
    assert answer.status_code == 201, answer.text
    order_id = answer.json()["orderId"]
    made = shopper.posts("/api/payments/create-intent", {"orderId": order_id})
    where = f"/v1/payment_intents/{made['paymentIntentId']}/confirm"
    sandbox.stripe("POST", where, payment_method="pm_card_visa", return_url="https://shop.example/")
    wait_until(lambda: shopper.order(order_id)["payment"]["status"] == "authorized", "the authorization")
    operator.opens_order(order_id)
    page = operator.page
    page.get_by_label("Amount to capture").fill("25")
    expect(page.get_by_role("alert")).to_contain_text("At most $24.99")
    page.get_by_label("Amount to capture").fill("12.99")
    page.get_by_role("button", name="Capture").click()
    page.get_by_role("button", name="Capture $12.99").click()
    expect(page.get_by_role("status").filter(has_text="$12.99 captured; $12.00 released.")).to_be_visible()
    expect(page.get_by_role("heading", name="Capture or cancel")).to_have_count(0)
    assert shopper.order(order_id)["payment"]["amountCaptured"] == 1299


def test_a_refund_whose_answer_was_lost_is_asked_again_under_the_same_key(
    operator: Operator, shopper: Shopper, bought: Callable[..., str]
) -> None:
    operator.watch.allow("ERR_FAILED")
    order_id = bought(shopper)
    network = FirstAnswerLost()
    operator.page.route("**/api/payments/refund", network.handle)
    operator.opens_order(order_id)
    operator.page.get_by_role("button", name="Look over the refund").click()
    operator.page.get_by_role("button", name="Refund $").click()
    expect(operator.page.get_by_role("status").filter(has_text="$")).to_be_visible()
    assert len(network.keys) == 2
    assert len(set(network.keys)) == 1
    assert len(shopper.order(order_id)["payment"]["refunds"]) == 1


def test_an_amount_that_cannot_be_refunded_is_refused_here(
    operator: Operator, shopper: Shopper, bought: Callable[..., str]
) -> None:
    operator.opens_order(bought(shopper))
    amount = operator.page.get_by_label("Amount")
    for typed, fault in {
        "0": "Enter an amount",
        "1.234": "Enter an amount",
        "twelve": "Enter an amount",
        "9999": "At most $",
    }.items():
        amount.fill(typed)
        operator.page.get_by_role("button", name="Look over the refund").click()
        expect(amount).to_be_focused()
        expect(operator.page.get_by_role("alert")).to_contain_text(fault)
    assert operator.watch.asked("POST", "/refund$") == []


def test_a_held_order_is_released_with_a_note(operator: Operator, shopper: Shopper, bought: Callable[..., str]) -> None:
    order_id = bought(shopper, "pm_card_createIssuerFraudRecord")
    wait_until(lambda: shopper.order(order_id)["status"] == "on_hold", "the early fraud warning's hold")
    operator.opens_order(order_id)
    page = operator.page
    page.get_by_label("Note for the release").fill("Called the customer")
    page.get_by_role("button", name="Release the hold for warning").click()
    page.get_by_role("button", name="Yes, release it").click()
    expect(page.get_by_text("Called the customer")).to_be_visible()
    assert shopper.order(order_id)["status"] == "confirmed"


def test_the_inbox_lists_shows_and_replays(operator: Operator, shopper: Shopper, bought: Callable[..., str]) -> None:
    bought(shopper)
    operator.arrives("#/inbox")
    page = operator.page
    page.get_by_label("Status").select_option("applied")
    show = page.get_by_role("button", name="Show details of evt_").first
    show.click()
    expect(page.get_by_role("region", name="Payload of evt_")).to_contain_text('"object": "event"')
    page.get_by_role("button", name="Replay this event").click()
    expect(page.get_by_role("status").filter(has_text="was replayed")).to_be_visible()


def test_the_figures_are_a_chart_and_a_table(operator: Operator, shopper: Shopper, bought: Callable[..., str]) -> None:
    bought(shopper)
    operator.arrives("#/figures")
    page = operator.page
    page.get_by_label("Currency").select_option("usd")
    expect(page.get_by_role("img", name="Taken by day, USD")).to_be_visible()
    page.get_by_text("The same as a table").click()
    expect(page.get_by_role("region", name="Table of daily figures")).to_contain_text("$")
    page.get_by_label("Measure").select_option("orders")
    expect(page.get_by_role("img", name="Orders by day")).to_be_visible()
    page.get_by_label("Range").select_option("7")
    expect(page.get_by_role("columnheader", name="The 7 before")).to_be_visible()
    expect(page.get_by_role("row", name="Lost in disputes $0.00")).to_be_visible()


def test_a_customer_is_reported_that_this_is_not_for_them(operator: Operator, sandbox: Sandbox) -> None:
    operator.watch.allow(403)
    operator.page.goto(f"{sandbox.api_url}/admin#token={sandbox.token('a-customer', roles=('shop',))}")
    for place in ("#/orders", "#/inbox", "#/figures"):
        operator.page.goto(f"{sandbox.api_url}/admin{place}")
        expect(operator.page.get_by_role("alert")).to_contain_text("needs the role admin")
        expect(operator.page.get_by_role("alert")).to_contain_text("(a-customer) has the roles shop")
        expect(operator.page.get_by_role("table")).to_have_count(0)


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (360, "dark")])
def test_every_place_is_accessible(
    *,
    context_of: Callable[..., BrowserContext],
    sandbox: Sandbox,
    watch: Watch,
    shopper: Shopper,
    bought: Callable[..., str],
    axe: str,
    pictures: Path,
    width: int,
    scheme: str,
) -> None:
    order_id = bought(shopper)
    page = context_of(viewport={"width": width, "height": 900}, color_scheme=scheme).new_page()
    operator = Operator(page=page, sandbox=sandbox, watch=watch)
    operator.arrives()
    found: list[str] = []

    def look(name: str) -> None:
        page.screenshot(path=pictures / f"admin-{name}-{width}-{scheme}.png", full_page=True)
        found.extend(f"{name}: {one}" for one in axe_findings(page, axe))
        if wider := overflow(page):
            found.append(f"{name}: {wider} pixels too wide")

    expect(page.get_by_text("Dead letters")).to_be_visible()
    look("overview")
    operator.arrives("#/orders")
    expect(page.get_by_role("table")).to_be_visible()
    look("orders")
    operator.opens_order(order_id)
    look("order")
    page.get_by_role("button", name="Look over the refund").click()
    look("refund")
    operator.arrives("#/inbox")
    page.get_by_role("button", name="Show details of evt_").first.click()
    expect(page.get_by_role("region", name="Payload of evt_")).to_be_visible()
    look("inbox")
    operator.arrives("#/figures")
    expect(page.get_by_role("img").first).to_be_visible()
    look("figures")
    assert found == []
