"""3-D Secure: the bank's question inside the page, passed, failed, and left unanswered."""

from playwright.sync_api import expect

from tests.browser.shopper import ASKS_THE_BANK, GOOD, Shopper


def test_an_approved_payment_is_an_order(shopper: Shopper) -> None:
    shopper.reaches_payment()
    shopper.pays(ASKS_THE_BANK)
    shopper.bank.get_by_role("button", name="Complete").click()
    shopper.sees_receipt()
    assert shopper.confirmations() == 1


def test_a_refused_authentication_leaves_the_same_payment_to_another_card(shopper: Shopper) -> None:
    shopper.reaches_payment()
    before = shopper.intent()["id"]
    shopper.pays(ASKS_THE_BANK)
    shopper.bank.get_by_role("button", name="Fail").click()
    expect(shopper.page.locator(".pay-message")).to_contain_text("authenticat")
    expect(shopper.pay_button).to_be_enabled()
    shopper.pays(GOOD)
    number = shopper.sees_receipt()
    assert shopper.order(number)["payment"]["paymentIntentId"] == before


def test_a_reload_during_the_banks_question_leads_back_to_it(shopper: Shopper) -> None:
    shopper.reaches_payment()
    shopper.pays(ASKS_THE_BANK)
    expect(shopper.bank.get_by_role("button", name="Complete")).to_be_visible()
    shopper.page.reload()
    shopper.state_is("payment")
    shopper.page.get_by_role("button", name="Continue to your bank").click()
    shopper.bank.get_by_role("button", name="Complete").click()
    shopper.sees_receipt()
    assert len(shopper.orders()) == 1
