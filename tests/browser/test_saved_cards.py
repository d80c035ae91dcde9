"""Cards kept for next time: offered, used, and taken away."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.shopper import ASKS_THE_BANK, GOOD, Shopper


def has_saved(shopper: Shopper, number: str = GOOD) -> None:
    """The shopper has bought once, and asked for the card to be kept."""
    shopper.arrives()
    shopper.fills_in_details()
    shopper.page.get_by_label("Save my card for next time").check()
    shopper.proceeds()
    shopper.can_pay()
    shopper.pays(number)
    if number == ASKS_THE_BANK:
        shopper.bank.get_by_role("button", name="Complete").click()
    shopper.sees_receipt()


def test_a_saved_card_pays_the_next_order(shopper: Shopper) -> None:
    has_saved(shopper)
    paid_in_frame = shopper.confirmations()
    shopper.reaches_payment("?cart=POUR-OVER-SET:1")
    expect(shopper.page.get_by_role("radio", name="Visa ending in 4242")).to_be_checked()
    shopper.pay_button.click()
    shopper.sees_receipt()
    assert shopper.confirmations() == paid_in_frame


def test_another_card_can_be_used_instead(shopper: Shopper) -> None:
    has_saved(shopper)
    shopper.reaches_payment("?cart=POUR-OVER-SET:1")
    shopper.page.get_by_label("Another way to pay").check()
    shopper.pays("5555555555554444")
    shopper.sees_receipt()


def test_a_saved_card_that_asks_the_bank_is_approved_there(shopper: Shopper) -> None:
    has_saved(shopper, ASKS_THE_BANK)
    shopper.reaches_payment("?cart=POUR-OVER-SET:1")
    expect(shopper.page.get_by_role("radio", name="ending in 3184")).to_be_checked()
    shopper.pay_button.click()
    # A payment confirmed by the server is approved on the bank's own page, which takes the whole window.
    shopper.page.wait_for_url(f"{shopper.sandbox.stripe_url}/**")
    shopper.page.get_by_role("button", name="Complete").click()
    shopper.sees_receipt()
    assert shopper.page.url.startswith(f"{shopper.sandbox.api_url}/?order=")
    assert "secret" not in shopper.page.url


def test_leaving_the_banks_page_leads_back_to_the_same_payment(shopper: Shopper) -> None:
    has_saved(shopper, ASKS_THE_BANK)
    shopper.reaches_payment("?cart=POUR-OVER-SET:1")
    before = shopper.order_id
    shopper.pay_button.click()
    shopper.page.wait_for_url(f"{shopper.sandbox.stripe_url}/**")
    shopper.page.go_back()
    shopper.state_is("payment")
    assert shopper.order_id == before
    shopper.page.get_by_role("button", name="Continue to your bank").click()
    shopper.page.wait_for_url(f"{shopper.sandbox.stripe_url}/**")
    shopper.page.get_by_role("button", name="Fail").click()
    shopper.can_pay()
    expect(shopper.page.locator(".pay-message")).to_contain_text("your bank")
    shopper.page.get_by_label("Another way to pay").check()
    shopper.pays()
    shopper.sees_receipt()


def test_a_removed_card_is_gone_for_good(shopper: Shopper) -> None:
    has_saved(shopper)
    shopper.reaches_payment("?cart=POUR-OVER-SET:1")
    shopper.page.get_by_role("button", name="Remove Visa ending in 4242").click()
    shopper.page.get_by_role("button", name="Keep Visa ending in 4242").click()
    expect(shopper.page.get_by_role("radio", name="Visa ending in 4242")).to_have_count(1)
    shopper.page.get_by_role("button", name="Remove Visa ending in 4242").click()
    with shopper.page.expect_response("**/api/payments/methods/*"):
        shopper.page.get_by_role("button", name="Yes, remove Visa ending in 4242").click()
    expect(shopper.page.get_by_role("radio", name="Visa ending in 4242")).to_have_count(0)
    shopper.page.reload()
    shopper.can_pay()
    expect(shopper.page.get_by_text("Visa ending in 4242")).to_have_count(0)
    shopper.pays()
    shopper.sees_receipt()


def test_without_the_wish_no_card_is_kept(shopper: Shopper) -> None:
    shopper.reaches_payment()
    shopper.pays()
    shopper.sees_receipt()
    shopper.reaches_payment("?cart=POUR-OVER-SET:1")
    expect(shopper.page.get_by_role("group", name="Pay with")).to_have_count(0)


def test_cards_of_others_are_not_offered(shopper_of: Callable[..., Shopper]) -> None:
    has_saved(shopper_of())
    other = shopper_of()
    other.reaches_payment()
    expect(other.page.get_by_role("group", name="Pay with")).to_have_count(0)
