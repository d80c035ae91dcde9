"""Browsers that lack an API, deny storage or name an odd language: the page works all the same."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.operator import Operator
from tests.browser.shopper import Shopper

DENIED = """
for (const kind of ['localStorage', 'sessionStorage'])
  Object.defineProperty(window, kind, {get() { throw new DOMException('denied', 'SecurityError'); }});
"""
FULL = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };"
OLDER = """
delete AbortSignal.any;
delete AbortSignal.timeout;
delete window.BroadcastChannel;
delete Crypto.prototype.randomUUID;
delete Intl.Locale.prototype.getTextInfo;
"""
INSECURE = "Object.defineProperty(Crypto.prototype, 'subtle', {get: () => undefined});"


@pytest.mark.parametrize(
    "script", [DENIED, FULL, OLDER, INSECURE], ids=["storage denied", "storage full", "older browser", "insecure page"]
)
def test_a_browser_that_lacks_something_buys(shopper: Shopper, script: str) -> None:
    shopper.page.add_init_script(script)
    shopper.reaches_payment()
    shopper.pays()
    shopper.sees_receipt()


@pytest.mark.parametrize("language", ["C", "en-US@posix", "", "en-US-u-ca-buddhist-nu-thai", "x"])
def test_no_language_blocks_a_sale(shopper: Shopper, language: str) -> None:
    script = f"""
    Object.defineProperty(Navigator.prototype, 'language', {{get: () => {language!r}}});
    Object.defineProperty(Navigator.prototype, 'languages', {{get: () => [{language!r}]}});
    """
    shopper.page.add_init_script(script)
    shopper.reaches_payment()
    shopper.pays()
    shopper.sees_receipt()


def test_a_damaged_link_to_the_checkout_says_what_to_do(shopper: Shopper) -> None:
    shopper.watch.allow(422)
    shopper.arrives("?cart=%25")
    expect(shopper.page.get_by_role("alert").filter(has_text="can't be ordered as it is")).to_be_visible()
    shopper.page.get_by_role("button", name="Remove %").click()
    shopper.state_is("catalog")


def test_a_damaged_link_to_an_order_says_that_there_is_none(operator: Operator) -> None:
    operator.watch.allow(404)
    operator.arrives("#/orders/%")
    expect(operator.page.get_by_role("alert").first).to_be_visible()


def test_after_check_out_the_page_stands_at_the_top_of_the_form(shopper_of: Callable[..., Shopper]) -> None:
    shopper = shopper_of(viewport={"width": 360, "height": 640})
    shopper.arrives("")
    shopper.page.get_by_role("button", name="Add to cart Espresso cup").click()
    shopper.page.get_by_role("button", name="Check out 1 item").click()
    heading = shopper.page.get_by_role("heading", name="Your details")
    expect(heading).to_be_focused()
    assert shopper.page.evaluate("window.scrollY") == 0


SHIFTS = """
window.layoutShift = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.layoutShift += entry.value;
}).observe({type: 'layout-shift', buffered: true});
"""


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_moves_while_the_page_loads_slowly(shopper_of: Callable[..., Shopper], width: int) -> None:
    shopper = shopper_of(viewport={"width": width, "height": 740})
    shopper.page.add_init_script(SHIFTS)
    session = shopper.page.context.new_cdp_session(shopper.page)
    session.send("Network.enable")
    slow = {"offline": False, "latency": 300, "downloadThroughput": 200_000, "uploadThroughput": 100_000}
    session.send("Network.emulateNetworkConditions", slow)
    shopper.arrives()
    expect(shopper.page.locator(".breakdown")).to_have_count(1)
    shopper.fills_in_details()
    shopper.proceeds()
    shopper.can_pay()
    assert shopper.page.evaluate("window.layoutShift") <= 0.1


def test_nothing_moves_while_a_stale_cart_is_shown(shopper_of: Callable[..., Shopper]) -> None:
    shopper = shopper_of(viewport={"width": 360, "height": 740})
    shopper.watch.allow(422)
    shopper.page.add_init_script(SHIFTS)
    with shopper.page.expect_response("**/api/checkout/quote"):
        shopper.arrives("?cart=NO-SUCH-PRODUCT:1,ESPRESSO-CUP:999")
    expect(shopper.page.get_by_role("button", name="Change to")).to_be_visible()
    assert shopper.page.evaluate("window.layoutShift") <= 0.1


def test_a_typed_card_is_lost_only_after_the_page_said_so(shopper: Shopper) -> None:
    shopper.reaches_payment()
    warning = shopper.page.get_by_role("note")
    expect(warning).to_have_count(0)
    shopper.types_card()
    expect(warning).to_contain_text("you enter your card again")


def test_an_expired_session_leads_to_the_login_and_back(shopper: Shopper) -> None:
    shopper.watch.allow(401)

    def with_login(route: object) -> None:
        answer = route.fetch()  # type: ignore[attr-defined]
        route.fulfill(  # type: ignore[attr-defined]
            response=answer, json={**answer.json(), "loginUrl": "https://shop.example/login?from=till"}
        )

    shopper.page.route("**/api/config", with_login)
    expired = shopper.sandbox.token(shopper.subject, ttl_seconds=-3600)
    shopper.page.goto(f"{shopper.sandbox.api_url}/?cart=ESPRESSO-CUP:1#token={expired}")
    link = shopper.page.get_by_role("link", name="Sign in")
    expect(link).to_have_attribute("href", login_href(shopper))
    expect(shopper.page.get_by_role("button", name="Try again")).to_have_count(0)


def login_href(shopper: Shopper) -> str:
    """The login with the way back to this page, which has lost its token and its cart."""
    back = f"{shopper.sandbox.api_url}/".replace(":", "%3A").replace("/", "%2F")
    return f"https://shop.example/login?from=till&return_to={back}"
