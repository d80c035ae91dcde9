"""Payments that wait for the shopper, for hours or days: the page shows Stripe's page for it, with words and time."""

from playwright.sync_api import expect

from tests.browser.shopper import Shopper


def test_microdeposits_have_their_page_and_the_order_can_be_paid_otherwise(shopper: Shopper) -> None:
    shopper.reaches_payment()
    shopper.sandbox.stripe(
        "POST",
        f"/v1/payment_intents/{shopper.intent()['id']}/confirm",
        **{
            "payment_method_data[type]": "us_bank_account",
            "payment_method_data[billing_details][name]": "Mira Sørensen",
            "payment_method_data[us_bank_account][routing_number]": "110000000",
            "payment_method_data[us_bank_account][account_number]": "000123456789",
            "payment_method_data[us_bank_account][account_holder_type]": "individual",
            "payment_method_options[us_bank_account][verification_method]": "microdeposits",
            "mandate_data[customer_acceptance][type]": "offline",
            "return_url": shopper.page.url,
        },
    )
    number = shopper.order()["orderNumber"]
    shopper.page.reload()
    shopper.state_is("waiting")
    page = shopper.page
    expect(page.get_by_role("heading", level=1)).to_have_text("Your bank account has to be verified")
    expect(page.get_by_role("status").filter(has_text="two business days")).to_contain_text(number)
    expect(page.get_by_role("link", name="Verify your bank account")).to_have_attribute(
        "href", shopper.intent()["nextAction"]["redirectUrl"]
    )
    page.get_by_role("button", name="Pay in another way").click()
    shopper.can_pay()
    shopper.pays()
    shopper.sees_receipt()
