"""How the checkout looks, and that everybody can use it: every state, at two widths, light and dark, seen by axe."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import axe_findings, overflow, small_targets
from tests.browser.routes import lose, never_answer
from tests.browser.shopper import ASKS_THE_BANK, DECLINED, Shopper

WIDTHS = (1280, 360)
SCHEMES = {"light": 1280, "dark": 360}
"""Each colour scheme, and the width of the window that its shopper buys in."""


class Eye:
    """Looks at a state in every width: axe, overflow, the targets, one heading, and a picture for people."""

    def __init__(self, page: Page, axe: str, folder: Path, scheme: str) -> None:
        self.page, self.axe, self.folder, self.scheme = page, axe, folder, scheme
        self.found: list[str] = []

    def sees(self, state: str) -> None:
        own = self.page.viewport_size
        assert own is not None
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": own["height"]})
            self._looks(state, f"{width}-{self.scheme}")
        self.page.set_viewport_size(own)

    def _looks(self, state: str, look: str) -> None:
        self.page.screenshot(path=self.folder / f"{state}-{look}.png", full_page=True, animations="disabled")
        found = axe_findings(self.page, self.axe)
        found += [f"too low for a finger: {one}" for one in small_targets(self.page)]
        if wider := overflow(self.page):
            found.append(f"{wider} pixels too wide")
        if (headings := self.page.locator("h1").count()) != 1:
            found.append(f"{headings} main headings")
        self.found += [f"{state} {look}: {one}" for one in found]


@pytest.fixture(params=SCHEMES)
def seen(
    request: pytest.FixtureRequest, shopper_of: Callable[..., Shopper], axe: str, pictures: Path
) -> Iterator[tuple[Shopper, Eye]]:
    scheme: str = request.param
    window = {"width": SCHEMES[scheme], "height": 900}
    shopper = shopper_of(viewport=window, color_scheme=scheme, reduced_motion="reduce")
    eye = Eye(shopper.page, axe, pictures, scheme)
    yield shopper, eye
    assert eye.found == []


def test_every_state_on_the_way_to_the_receipt_is_accessible(seen: tuple[Shopper, Eye]) -> None:
    shopper, eye = seen
    shopper.watch.allow(402)
    shopper.arrives("")
    shopper.state_is("catalog")
    eye.sees("catalog")
    shopper.arrives()
    expect(shopper.page.locator(".breakdown")).to_have_count(1)
    eye.sees("details")
    shopper.proceeds()
    eye.sees("details-faults")
    shopper.fills_in_details()
    shopper.page.get_by_label("Save my card for next time").check()
    shopper.proceeds()
    shopper.can_pay()
    eye.sees("payment")
    shopper.pays(DECLINED)
    expect(shopper.page.locator(".pay-message")).to_contain_text("declined")
    eye.sees("payment-declined")
    shopper.pays(ASKS_THE_BANK)
    expect(shopper.bank.get_by_role("button", name="Complete")).to_be_visible()
    eye.sees("payment-bank")
    shopper.bank.get_by_role("button", name="Complete").click()
    shopper.sees_receipt()
    eye.sees("receipt")


def test_every_state_of_waiting_and_trouble_is_accessible(seen: tuple[Shopper, Eye]) -> None:
    shopper, eye = seen
    shopper.watch.allow("ERR_FAILED", 409)
    shopper.page.goto(shopper.sandbox.api_url)
    shopper.state_is("signedOut")
    eye.sees("signed-out")
    shopper.page.route("**/api/config", never_answer)
    shopper.arrives()
    shopper.state_is("loading")
    eye.sees("loading")
    shopper.page.unroute("**/api/config")
    shopper.page.route("**/endive/stripe.js", lose)
    shopper.arrives()
    shopper.fills_in_details()
    shopper.proceeds()
    expect(shopper.page.get_by_role("button", name="Try again")).to_be_visible()
    eye.sees("stripe-blocked")
    shopper.page.unroute("**/endive/stripe.js")
    shopper.page.get_by_role("button", name="Try again").click()
    shopper.can_pay()
    shopper.pays_by_bank_debit()
    eye.sees("processing")


def test_at_320_pixels_nothing_is_cut_off(shopper_of: Callable[..., Shopper]) -> None:
    shopper = shopper_of(viewport={"width": 320, "height": 640})
    shopper.reaches_payment()
    assert overflow(shopper.page) == 0
    shopper.pays()
    shopper.sees_receipt()
    assert overflow(shopper.page) == 0


def test_the_keyboard_alone_buys(shopper: Shopper) -> None:
    shopper.arrives()
    expect(shopper.page.locator(".breakdown")).to_have_count(1)
    keys = shopper.page.keyboard

    def tab_to(name: str) -> None:
        for _ in range(40):
            keys.press("Tab")
            if shopper.page.evaluate(
                "(document.activeElement.labels?.[0] ?? document.activeElement).textContent"
            ).startswith(name):
                return
        pytest.fail(f"Tab never reaches {name!r}")

    for label, text in {
        "Country": "United States",
        "Street and number": "12 Alder Court",
        "City": "San Francisco",
        "State": "California",
        "ZIP code": "94110",
    }.items():
        tab_to(label)
        keys.type(text)
    tab_to("Proceed to Payment")
    keys.press("Enter")
    shopper.can_pay()
    expect(shopper.page.get_by_role("heading", name="Payment", exact=True)).to_be_focused()
    for _ in range(10):
        keys.press("Tab")
        if shopper.page.evaluate("document.activeElement.tagName") == "IFRAME":
            break
    number = shopper.card_form.get_by_label("Card number")
    for _ in range(3):
        if number.evaluate("(field) => field === document.activeElement"):
            break
        keys.press("Tab")
    keys.type("4242424242424242")
    keys.press("Tab")
    keys.type("1239")
    keys.press("Tab")
    keys.type("737")
    tab_to("Pay ")
    keys.press("Enter")
    shopper.sees_receipt()
    expect(shopper.page.get_by_role("heading", level=1)).to_be_focused()


def test_the_pages_policy_allows_neither_inline_nor_evaluated_code(shopper: Shopper) -> None:
    answer = shopper.page.goto(shopper.sandbox.api_url)
    assert answer is not None
    policy = answer.headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert answer.headers["cache-control"] == "no-store"
    assets = [one.response() for one in shopper.watch.asked("GET", "^/static/assets/")]
    assert len(assets) >= 2
    assert {asset.headers["cache-control"] for asset in assets if asset} == {"public, max-age=31536000, immutable"}


def test_a_shops_theme_is_the_pages_and_the_card_forms(shopper: Shopper) -> None:
    theme = ":root { --till-accent: rgb(120, 20, 90); --till-radius: 0px; }"
    shopper.page.route("**/static/theme.css", lambda route: route.fulfill(content_type="text/css", body=theme))
    shopper.reaches_payment()
    expect(shopper.pay_button).to_have_css("background-color", "rgb(120, 20, 90)")
    expect(shopper.card_form.get_by_label("Card number")).to_have_css("border-radius", "0px")


@pytest.mark.parametrize("width", [360, 1280])
def test_the_page_is_mirrored_where_its_language_runs_right_to_left(
    shopper_of: Callable[..., Shopper], pictures: Path, width: int
) -> None:
    shopper = shopper_of(viewport={"width": width, "height": 900})
    shopper.reaches_payment()
    shopper.page.evaluate("document.documentElement.dir = 'rtl'")
    summary, form = (shopper.page.locator(place).bounding_box() for place in (".summary", "form"))
    assert summary is not None
    assert form is not None
    if width == 1280:
        assert summary["x"] + summary["width"] <= form["x"]
    shopper.page.screenshot(path=pictures / f"right-to-left-{width}.png", full_page=True)
    assert overflow(shopper.page) == 0
