"""When Stripe.js, or the form inside its frame, is slow, blocked or broken."""

from playwright.sync_api import Route, expect

from tests.browser.routes import Held, answer_instead, lose, never_answer
from tests.browser.shopper import Shopper

SCRIPT = "**/endive/stripe.js"
LIVE_SCRIPT = "https://js.stripe.com/**"


def test_the_summary_is_there_before_stripe_is(shopper: Shopper) -> None:
    held = Held()
    shopper.page.route(SCRIPT, held.hold)
    shopper.arrives()
    expect(shopper.page.get_by_role("heading", name="Order summary")).to_be_visible()
    shopper.fills_in_details()
    shopper.proceeds()
    shopper.state_is("payment")
    expect(shopper.page.locator(".summary")).to_contain_text("House blend")
    expect(shopper.page.get_by_role("status").filter(has_text="Loading the secure card form")).to_be_visible()
    held.go_on()
    shopper.can_pay()


def test_a_blocked_script_is_said_and_can_be_tried_again(shopper: Shopper) -> None:
    shopper.watch.allow("ERR_FAILED")
    shopper.page.route(SCRIPT, lose)
    shopper.arrives()
    shopper.fills_in_details()
    shopper.proceeds()
    alert = shopper.page.get_by_role("alert").filter(has_text="could not be loaded")
    expect(alert).to_contain_text("blocker")
    shopper.page.unroute(SCRIPT)
    alert.get_by_role("button", name="Try again").click()
    shopper.can_pay()
    shopper.pays()
    shopper.sees_receipt()


def test_a_script_that_hangs_is_given_up(shopper: Shopper) -> None:
    shopper.page.clock.install()
    shopper.page.route(SCRIPT, never_answer)
    shopper.arrives()
    shopper.fills_in_details()
    shopper.page.clock.run_for(1_000)
    shopper.proceeds()
    shopper.state_is("payment")
    shopper.page.clock.run_for(16_000)
    expect(shopper.page.get_by_role("alert").filter(has_text="could not be loaded")).to_be_visible()
    expect(shopper.page.get_by_role("button", name="Try again")).to_be_visible()


def test_a_card_form_that_cannot_be_shown_is_said_and_can_be_tried_again(shopper: Shopper) -> None:
    shopper.watch.allow(500)
    answer_instead(shopper.page, "**/v1/payment_intents/*?client_secret=*", 500, {})
    shopper.arrives()
    shopper.fills_in_details()
    shopper.proceeds()
    alert = shopper.page.get_by_role("alert").filter(has_text="could not be shown")
    expect(alert).to_be_visible()
    expect(shopper.pay_button).to_be_disabled()
    shopper.page.unroute("**/v1/payment_intents/*?client_secret=*")
    alert.get_by_role("button", name="Try again").click()
    shopper.can_pay()


def test_in_live_mode_the_script_is_asked_of_stripe_alone(shopper: Shopper) -> None:
    """The page as it is live: a server that names no other source, and the script at Stripe's own address."""
    asked: list[str] = []
    api = shopper.sandbox.api_url

    def config(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, json={**answer.json(), "stripeJsUrl": None})

    def live_policy(route: Route) -> None:
        answer = route.fetch()
        policy = answer.headers["content-security-policy"].replace(shopper.sandbox.stripe_url, "https://js.stripe.com")
        route.fulfill(response=answer, headers={**answer.headers, "content-security-policy": policy})

    def script(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(content_type="text/javascript", body="window.Stripe = undefined;")

    shopper.page.route("**/api/config", config)
    shopper.page.route(f"{api}/?*", live_policy)
    shopper.page.route(LIVE_SCRIPT, script)
    shopper.arrives()
    expect(shopper.page.get_by_role("heading", name="Your details")).to_be_visible()
    shopper.fills_in_details()
    shopper.proceeds()
    expect(shopper.page.get_by_role("alert").filter(has_text="could not be loaded")).to_be_visible()
    assert set(asked) == {"https://js.stripe.com/endive/stripe.js"}
    assert shopper.watch.asked("GET", r"^/endive/") == [one for one in shopper.watch.requests if one.url in asked]
    shopper.watch.strangers.clear()
