"""Reload, Back, a second tab, a bank's redirect, an old link: the server says what is true."""

from urllib.parse import quote

from playwright.sync_api import expect

from tests.browser.routes import Held
from tests.browser.shopper import GOOD, Shopper


def test_a_reload_at_the_payment_is_the_same_payment(shopper: Shopper) -> None:
    shopper.reaches_payment()
    before = shopper.intent()["id"]
    shopper.page.reload()
    shopper.can_pay()
    shopper.pays()
    number = shopper.sees_receipt()
    assert shopper.order(number)["payment"]["paymentIntentId"] == before
    assert len(shopper.orders()) == 1


def test_a_reload_after_a_decline_tells_of_it_and_takes_another_card(shopper: Shopper) -> None:
    shopper.watch.allow(402)
    shopper.reaches_payment()
    shopper.pays("4000000000009995")
    expect(shopper.page.locator(".pay-message")).to_contain_text("insufficient funds")
    shopper.page.reload()
    shopper.can_pay()
    expect(shopper.page.locator(".pay-message")).to_contain_text(shopper.intent()["lastError"]["message"])
    shopper.pays(GOOD)
    shopper.sees_receipt()


def test_a_paid_order_opened_again_is_its_receipt_and_no_form(shopper: Shopper) -> None:
    shopper.reaches_payment()
    shopper.pays()
    number = shopper.sees_receipt()
    shopper.page.reload()
    assert shopper.sees_receipt() == number
    expect(shopper.pay_button).to_have_count(0)
    expect(shopper.page.locator("iframe")).to_have_count(0)
    assert shopper.confirmations() == 1


def test_back_from_the_payment_leads_to_the_details_and_forward_to_the_same_payment(shopper: Shopper) -> None:
    shopper.reaches_payment()
    before = shopper.intent()["id"]
    shopper.page.go_back()
    shopper.state_is("details")
    expect(shopper.page.get_by_label("City", exact=True)).to_have_value("San Francisco")
    shopper.page.go_forward()
    shopper.can_pay()
    assert shopper.intent()["id"] == before


def test_back_and_proceed_without_a_change_is_the_same_payment(shopper: Shopper) -> None:
    shopper.reaches_payment()
    before = shopper.intent()["id"]
    shopper.page.go_back()
    shopper.proceeds()
    shopper.can_pay()
    assert shopper.intent()["id"] == before
    assert len(shopper.orders()) == 1


def test_back_from_the_receipt_offers_no_second_payment(shopper: Shopper) -> None:
    shopper.reaches_payment()
    shopper.pays()
    number = shopper.sees_receipt()
    shopper.page.go_back()
    shopper.state_is("catalog")
    expect(shopper.page.get_by_role("status").filter(has_text=number)).to_be_visible()
    expect(shopper.page.get_by_role("button", name="Your cart is empty")).to_be_disabled()
    expect(shopper.pay_button).to_have_count(0)


def test_a_second_tab_on_a_paid_order_shows_its_receipt(shopper: Shopper) -> None:
    shopper.reaches_payment()
    second = Shopper(
        page=shopper.page.context.new_page(), sandbox=shopper.sandbox, watch=shopper.watch, subject=shopper.subject
    )
    second.arrives(f"?order={shopper.order_id}")
    second.can_pay()
    shopper.pays()
    number = shopper.sees_receipt()
    assert second.sees_receipt() == number


def test_a_second_tab_that_pays_what_is_paid_shows_the_receipt(shopper: Shopper) -> None:
    shopper.watch.allow(400)
    shopper.reaches_payment()
    second = Shopper(
        page=shopper.page.context.new_page(), sandbox=shopper.sandbox, watch=shopper.watch, subject=shopper.subject
    )
    second.page.add_init_script(
        "delete window.BroadcastChannel; window.BroadcastChannel = class { postMessage() {} close() {} };"
    )
    second.arrives(f"?order={shopper.order_id}")
    second.can_pay()
    second.types_card()
    shopper.pays()
    number = shopper.sees_receipt()
    second.pay_button.click()
    assert second.sees_receipt() == number
    assert shopper.order(number)["payment"]["amountCaptured"] == shopper.order(number)["total"]


def test_the_same_cart_in_two_tabs_is_one_order(shopper: Shopper) -> None:
    shopper.reaches_payment()
    second = Shopper(
        page=shopper.page.context.new_page(), sandbox=shopper.sandbox, watch=shopper.watch, subject=shopper.subject
    )
    second.reaches_payment()
    assert second.order_id == shopper.order_id
    assert len(shopper.orders()) == 1


def test_a_tab_still_at_the_details_of_a_cart_that_was_paid_shows_the_receipt(shopper: Shopper) -> None:
    second = Shopper(
        page=shopper.page.context.new_page(), sandbox=shopper.sandbox, watch=shopper.watch, subject=shopper.subject
    )
    second.arrives()
    second.state_is("details")
    shopper.reaches_payment()
    shopper.pays()
    assert second.sees_receipt() == shopper.sees_receipt()


def test_back_from_a_bank_that_took_the_window_is_settled_by_the_server(shopper: Shopper) -> None:
    shopper.reaches_payment()
    intent = shopper.intent()
    order_id = shopper.order_id
    shopper.sandbox.stripe(
        "POST",
        f"/v1/payment_intents/{intent['id']}/confirm",
        payment_method="pm_card_visa",
        return_url=shopper.page.url,
    )
    secret = intent["clientSecret"]
    seen = len(shopper.watch.requests)
    held = Held()
    shopper.page.route("**/api/config", held.hold)
    shopper.page.goto(
        f"{shopper.sandbox.api_url}/?order={order_id}&payment_intent={intent['id']}"
        f"&payment_intent_client_secret={secret}&redirect_status=succeeded"
    )
    assert shopper.page.url == f"{shopper.sandbox.api_url}/?order={order_id}"
    held.go_on()
    shopper.sees_receipt()
    assert shopper.page.url == f"{shopper.sandbox.api_url}/?order={order_id}"
    later = shopper.watch.requests[seen + 1 :]
    assert [one.url for one in later if secret in one.headers.get("referer", "")] == []
    own = [one.url for one in later if one.url.startswith(shopper.sandbox.api_url)]
    assert [url for url in own if quote(secret) in url] == []


def test_a_redirect_that_claims_success_is_not_believed(shopper: Shopper) -> None:
    shopper.reaches_payment()
    intent, order_id = shopper.intent(), shopper.order_id
    shopper.page.goto(
        f"{shopper.sandbox.api_url}/?order={order_id}&payment_intent={intent['id']}"
        f"&payment_intent_client_secret={intent['clientSecret']}&redirect_status=succeeded"
    )
    shopper.can_pay()
    expect(shopper.page.get_by_text("confirmed")).to_have_count(0)


def test_a_canceled_payment_leads_to_a_new_checkout(shopper: Shopper) -> None:
    shopper.reaches_payment()
    first = shopper.order_id
    shopper.posts(f"/api/payments/intent/{shopper.intent()['id']}/cancel", {"reason": "abandoned"})
    shopper.page.reload()
    shopper.state_is("details")
    expect(shopper.page.get_by_role("alert").filter(has_text="expired or was canceled")).to_be_visible()
    shopper.proceeds()
    shopper.can_pay()
    assert shopper.order_id != first
    shopper.pays()
    shopper.sees_receipt()


def test_another_persons_order_is_not_shown(shopper: Shopper) -> None:
    shopper.watch.allow(404)
    shopper.reaches_payment()
    stranger = Shopper(
        page=shopper.page.context.new_page(),
        sandbox=shopper.sandbox,
        watch=shopper.watch,
        subject=f"{shopper.subject}-other",
    )
    stranger.arrives(f"?order={shopper.order_id}")
    expect(stranger.page.get_by_role("alert").filter(has_text="could not be found under your account")).to_be_visible()
    expect(stranger.pay_button).to_have_count(0)


def test_buying_the_same_again_is_a_new_order(shopper: Shopper) -> None:
    shopper.reaches_payment()
    shopper.pays()
    first = shopper.sees_receipt()
    shopper.page.get_by_role("button", name="Start a new order").click()
    shopper.state_is("catalog")
    shopper.arrives()
    shopper.proceeds()
    shopper.can_pay()
    shopper.pays()
    assert shopper.sees_receipt() != first
    assert len(shopper.orders()) == 2
