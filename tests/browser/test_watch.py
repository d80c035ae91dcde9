"""The watch itself: each thing that no page may do is seen when it is done."""

from playwright.sync_api import expect

from tests.browser.shopper import Shopper


def test_an_error_on_the_console_is_seen(shopper: Shopper) -> None:
    shopper.arrives("")
    shopper.page.evaluate("console.error('planted')")
    assert shopper.watch.verdict() == ["planted"]
    shopper.watch.errors.clear()


def test_an_uncaught_error_is_seen(shopper: Shopper) -> None:
    shopper.arrives("")
    with shopper.page.expect_event("pageerror"):
        shopper.page.evaluate("setTimeout(() => { throw new Error('planted'); })")
    assert any("planted" in one for one in shopper.watch.verdict())
    shopper.watch.errors.clear()


def test_a_breach_of_the_policy_is_seen_and_reported_to_the_server(shopper: Shopper) -> None:
    shopper.arrives("")
    with shopper.page.expect_request("**/csp-report"):
        shopper.page.evaluate(
            "document.body.append(Object.assign(document.createElement('style'), {textContent: 'p {}'}))"
        )
    shopper.watch.collect(shopper.page)
    assert [one for one in shopper.watch.violations if one.startswith("style-src")]
    shopper.watch.violations.clear()
    shopper.watch.errors.clear()
    shopper.page.evaluate("window.cspViolations = []")


def test_a_request_to_a_stranger_is_seen_and_goes_nowhere(shopper: Shopper) -> None:
    shopper.arrives("")
    expect(shopper.page.get_by_role("heading", level=1)).to_be_visible()
    with shopper.page.expect_console_message():
        shopper.page.evaluate(
            "document.body.append(Object.assign(new Image(), {src: 'https://stranger.example/pixel.png'}))"
        )
    assert shopper.watch.strangers == ["https://stranger.example/pixel.png"]
    shopper.watch.strangers.clear()
    shopper.watch.errors.clear()
