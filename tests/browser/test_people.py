"""Two people at one browser, and people of other languages and countries."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.shopper import Shopper


def test_another_persons_token_drops_what_the_one_before_left(shopper: Shopper) -> None:
    shopper.reaches_payment()
    other = shopper.sandbox.token(f"{shopper.subject}-other")
    shopper.page.goto(f"{shopper.sandbox.api_url}/problems")
    shopper.page.goto(f"{shopper.sandbox.api_url}/#token={other}")
    shopper.state_is("catalog")
    expect(shopper.page.get_by_role("status").filter(has_text="You are now signed in as Mira Sørensen")).to_be_visible()
    kept = shopper.page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert "Alder Court" not in kept
    assert "till.attempts" not in kept


def test_a_fresh_token_of_the_same_person_keeps_everything(shopper: Shopper) -> None:
    shopper.arrives()
    shopper.fills_in_details()
    shopper.page.goto(f"{shopper.sandbox.api_url}/problems")
    shopper.page.goto(f"{shopper.sandbox.api_url}/#token={shopper.sandbox.token(shopper.subject, ttl_seconds=7200)}")
    shopper.state_is("details")
    expect(shopper.page.get_by_label("City", exact=True)).to_have_value("San Francisco")


def test_a_token_in_the_address_is_ignored_where_the_shop_supplies_its_own(shopper: Shopper) -> None:
    shopper.page.add_init_script(f"window.till = {{token: () => {shopper.token!r}}};")
    other = shopper.sandbox.token(f"{shopper.subject}-other")
    shopper.page.goto(f"{shopper.sandbox.api_url}/?cart=ESPRESSO-CUP:1#token={other}")
    shopper.fills_in_details()
    shopper.proceeds()
    shopper.can_pay()
    assert "token" not in shopper.page.url
    assert shopper.order()["userId"] == shopper.subject


def test_the_form_is_its_countrys(shopper: Shopper) -> None:
    shopper.arrives()
    country = shopper.page.get_by_label("Country")
    country.select_option("HK")
    expect(shopper.page.get_by_label("Area")).to_be_visible()
    expect(shopper.page.get_by_label("District (optional)")).to_be_visible()
    expect(shopper.page.get_by_label("Postal code")).to_have_count(0)
    country.select_option("IE")
    expect(shopper.page.get_by_label("Eircode (optional)")).to_be_visible()
    country.select_option("DE")
    expect(shopper.page.get_by_label("State")).to_have_count(0)
    shopper.page.get_by_label("Postal code").fill("1011")
    shopper.page.get_by_label("City", exact=True).fill("Berlin")
    shopper.page.get_by_label("Street and number").fill("Torstraße 1")
    shopper.proceeds()
    code = shopper.page.get_by_label("Postal code")
    expect(code).to_be_focused()
    code.fill("10115")
    shopper.proceeds()
    shopper.can_pay()
    assert shopper.order()["shippingAddress"]["postalCode"] == "10115"


def test_an_address_without_postal_code_and_city_is_bought_to(shopper: Shopper) -> None:
    shopper.arrives()
    shopper.page.get_by_label("Country").select_option("AE")
    shopper.page.get_by_label("Street and number").fill("1 Sheikh Zayed Road")
    shopper.page.get_by_label("Emirate").select_option("Dubai")
    shopper.proceeds()
    shopper.can_pay()
    address = shopper.order()["shippingAddress"]
    assert (address["state"], address["city"], address.get("postalCode")) == ("DU", "Dubai", None)
    shopper.pays()
    shopper.sees_receipt()


def test_the_price_is_right_once_country_and_state_are_known(shopper: Shopper) -> None:
    shopper.arrives()
    expect(shopper.page.locator(".breakdown")).to_contain_text("Estimated total")
    shopper.page.get_by_label("Country").select_option("US")
    expect(shopper.page.locator(".breakdown")).to_contain_text("Estimated total")
    shopper.page.get_by_label("State", exact=True).select_option("CA")
    expect(shopper.page.locator(".breakdown")).not_to_contain_text("Estimated total")
    quoted = shopper.page.locator(".breakdown-total dd").inner_text()
    shopper.fills_in_details()
    shopper.proceeds()
    shopper.can_pay()
    expect(shopper.pay_button).to_have_text(f"Pay {quoted}")


def test_the_page_speaks_german(shopper_of: Callable[..., Shopper]) -> None:
    shopper = shopper_of(locale="de-AT")
    shopper.arrives()
    expect(shopper.page.locator("html")).to_have_attribute("lang", "de")
    expect(shopper.page.get_by_role("heading", name="Kasse")).to_be_visible()
    shopper.page.get_by_label("Land").select_option("AT")
    shopper.page.get_by_label("Straße und Hausnummer").fill("Ring 1")
    shopper.page.get_by_label("Postleitzahl").fill("1010")
    shopper.page.get_by_label("Ort", exact=True).fill("Wien")
    shopper.page.get_by_role("button", name="Weiter zur Zahlung").click()
    shopper.state_is("payment")
    expect(shopper.page.get_by_role("button", name="bezahlen")).to_be_enabled()


def test_the_page_speaks_french(shopper_of: Callable[..., Shopper]) -> None:
    shopper = shopper_of(locale="fr-FR")
    shopper.arrives()
    expect(shopper.page.get_by_role("heading", name="Vos coordonnées")).to_be_visible()
    expect(shopper.page.locator(".breakdown")).to_contain_text("Total estimé")
