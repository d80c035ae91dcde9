"""The details: checked here first, then by the server, and never lost."""

from playwright.sync_api import expect

from tests.browser.routes import answer_instead, never_answer
from tests.browser.shopper import Shopper


def test_empty_fields_are_named_and_the_first_is_focused(shopper: Shopper) -> None:
    shopper.arrives()
    shopper.proceeds()
    country = shopper.page.get_by_label("Country")
    expect(country).to_be_focused()
    for label, fault in {
        "Country": "Choose a country.",
        "Street and number": "Enter the street and house number.",
        "City": "Enter the town or city.",
    }.items():
        field = shopper.page.get_by_label(label)
        expect(field).to_have_attribute("aria-invalid", "true")
        expect(field).to_have_accessible_description(fault)
    expect(shopper.page.get_by_role("alert").filter(has_text="3 fields need your attention")).to_be_visible()
    assert shopper.watch.asked("POST", "/api/payments/create-intent") == []


def test_what_the_token_says_is_filled_in(shopper: Shopper) -> None:
    shopper.arrives()
    expect(shopper.page.get_by_label("E-mail")).to_have_value("mira@customer.example")
    expect(shopper.page.get_by_label("Full name")).to_have_value("Mira Sørensen")


def test_an_address_that_is_no_address_is_refused_here(shopper: Shopper) -> None:
    shopper.arrives()
    shopper.fills_in_details()
    field = shopper.page.get_by_label("E-mail")
    for wrong in ("mira", "mira@", "mira@customer", "a b@customer.example"):
        field.fill(wrong)
        expect(field).not_to_have_attribute("aria-invalid", "true")
        shopper.proceeds()
        expect(field).to_be_focused()
        expect(field).to_have_attribute("aria-invalid", "true")
    assert shopper.watch.asked("POST", "/api/payments/create-intent") == []


def test_a_corrected_field_is_no_longer_at_fault(shopper: Shopper) -> None:
    shopper.arrives()
    shopper.proceeds()
    street = shopper.page.get_by_label("Street and number")
    expect(street).to_have_attribute("aria-invalid", "true")
    street.fill("12 Alder Court")
    expect(street).not_to_have_attribute("aria-invalid", "true")


def test_what_the_server_objects_to_stands_at_its_field(shopper: Shopper) -> None:
    shopper.watch.allow(422)
    message = "Not a postal code of that country."

    fault = {"field": "shippingAddress.postalCode", "message": message}
    body = {"code": "invalid_request", "detail": "Some fields are wrong.", "errors": [fault]}
    answer_instead(shopper.page, "**/api/payments/create-intent", 422, body)
    shopper.arrives()
    shopper.fills_in_details()
    shopper.proceeds()
    code = shopper.page.get_by_label("ZIP code")
    expect(code).to_be_focused()
    expect(code).to_have_accessible_description(message)
    expect(code).to_have_value("94110")
    shopper.page.unroute("**/api/payments/create-intent")
    shopper.proceeds()
    shopper.can_pay()


def test_what_was_typed_survives_a_reload(shopper: Shopper) -> None:
    shopper.arrives()
    shopper.fills_in_details()
    shopper.page.reload()
    expect(shopper.page.get_by_label("City", exact=True)).to_have_value("San Francisco")
    expect(shopper.page.locator(".summary")).to_contain_text("House blend")


def test_the_price_is_an_estimate_until_the_address_is_known(shopper: Shopper) -> None:
    shopper.arrives()
    summary = shopper.page.locator(".summary")
    expect(summary).to_contain_text("Estimated total")
    shopper.fills_in_details()
    expect(summary).not_to_contain_text("Estimated total")
    expect(summary).to_contain_text("Total")


def test_proceeding_before_the_price_was_reported_leaves_nothing_greyed_out(shopper: Shopper) -> None:
    shopper.arrives()
    breakdown = shopper.page.locator(".breakdown")
    expect(breakdown).to_have_attribute("aria-busy", "false")
    shopper.page.route("**/api/checkout/quote", never_answer)
    shopper.fills_in_details()
    expect(breakdown).to_have_attribute("aria-busy", "true")
    shopper.proceeds()
    shopper.can_pay()
    expect(breakdown).to_have_attribute("aria-busy", "false")


def test_too_many_attempts_are_reported_as_such(shopper: Shopper) -> None:
    shopper.watch.allow(429)
    body = {"code": "too_many_attempts", "detail": "Too many attempts. Try again in an hour."}
    answer_instead(shopper.page, "**/api/payments/create-intent", 429, body)
    shopper.arrives()
    shopper.fills_in_details()
    shopper.proceeds()
    expect(shopper.page.get_by_role("alert").filter(has_text="Too many attempts")).to_be_visible()
    expect(shopper.page.get_by_role("button", name="Proceed to Payment")).to_be_enabled()
