"""How a visitor comes in: token, cart, currency, and what may stay in the address."""

import pytest
from playwright.sync_api import expect

from tests.browser.shopper import CART, Shopper


def test_the_token_leaves_the_address_and_stays_with_the_tab(shopper: Shopper) -> None:
    shopper.arrives("")
    shopper.state_is("catalog")
    assert shopper.page.url == f"{shopper.sandbox.api_url}/"
    shopper.page.reload()
    shopper.state_is("catalog")


def test_without_a_token_the_visitor_is_reported_to_sign_in(shopper: Shopper) -> None:
    shopper.page.goto(shopper.sandbox.api_url)
    shopper.state_is("signedOut")
    expect(shopper.page.get_by_role("alert")).to_contain_text("not signed in")


def test_a_token_past_its_time_is_reported_as_such(shopper: Shopper) -> None:
    shopper.watch.allow(401)
    stale = shopper.sandbox.token(shopper.subject, ttl_seconds=-300)
    shopper.page.goto(f"{shopper.sandbox.api_url}/?order=T-0000-0000-0000-0#token={stale}")
    shopper.state_is("signedOut")
    expect(shopper.page.get_by_role("alert")).to_contain_text("session has ended")


def test_a_shop_may_keep_the_token_itself(shopper: Shopper) -> None:
    shopper.page.add_init_script(f"window.till = {{token: async () => '{shopper.token}'}};")
    shopper.page.goto(f"{shopper.sandbox.api_url}/?cart={CART}")
    shopper.state_is("details")
    expect(shopper.page.locator(".summary")).to_contain_text("House blend")
    assert shopper.page.evaluate("sessionStorage.getItem('till.token')") is None


@pytest.mark.parametrize(
    "where", ["?cart=ESPRESSO-CUP:3&currency=eur#token={token}", "#token={token}&cart=ESPRESSO-CUP:3&currency=eur"]
)
def test_a_shop_hands_over_a_cart_and_a_currency(shopper: Shopper, where: str) -> None:
    shopper.page.goto(f"{shopper.sandbox.api_url}/{where.format(token=shopper.token)}")
    expect(shopper.page.locator(".summary")).to_contain_text("€35.97")
    assert shopper.page.url == f"{shopper.sandbox.api_url}/"


def test_without_a_cart_there_is_a_list_to_choose_from(shopper: Shopper) -> None:
    shopper.arrives("")
    shopper.page.get_by_role("button", name="Add to cart Espresso cup").click()
    shopper.page.get_by_role("button", name="Add to cart Decaf, 250 g").click()
    shopper.page.get_by_role("button", name="Add another (1 in cart) Espresso cup").click()
    shopper.page.get_by_role("button", name="Check out 3 items").click()
    shopper.state_is("details")
    expect(shopper.page.get_by_label("Quantity of Espresso cup")).to_have_text("2")
    shopper.fills_in_details()
    shopper.proceeds()
    shopper.can_pay()


def test_a_product_that_is_not_sold_is_said_and_nothing_can_be_paid(shopper: Shopper) -> None:
    shopper.watch.allow(422)
    shopper.arrives("?cart=NO-SUCH-PRODUCT:1,ESPRESSO-CUP:1")
    expect(shopper.page.get_by_role("alert").filter(has_text="can't be ordered as it is")).to_be_visible()
    expect(shopper.page.get_by_role("button", name="Proceed to Payment")).to_be_disabled()
    expect(shopper.page.locator(".summary")).to_contain_text("Espresso cup")
    shopper.page.get_by_role("button", name="Remove NO-SUCH-PRODUCT").click()
    shopper.fills_in_details()
    shopper.proceeds()
    shopper.can_pay()


def test_too_many_of_a_product_are_reduced_to_what_one_order_takes(shopper: Shopper) -> None:
    shopper.watch.allow(422)
    shopper.arrives("?cart=ESPRESSO-CUP:999")
    expect(shopper.page.locator(".summary")).to_contain_text("At most")
    shopper.page.get_by_role("button", name="Change to").click()
    shopper.fills_in_details()
    shopper.proceeds()
    shopper.can_pay()


def test_nothing_secret_stays_in_the_browser(shopper: Shopper) -> None:
    shopper.reaches_payment()
    intent = shopper.intent()
    shopper.pays()
    shopper.sees_receipt()
    kept = shopper.page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}, location.href])")
    assert intent["clientSecret"] not in kept
    assert "4242" not in kept
    assert shopper.page.context.cookies() == []
