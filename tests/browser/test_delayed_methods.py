"""Methods that take days: the page says so, keeps the number in sight, and follows what the server learns."""

from typing import Any

from playwright.sync_api import Route, expect

from tests.browser.shopper import Shopper


def test_a_payment_on_its_way_is_not_called_paid_and_cannot_be_repeated(shopper: Shopper) -> None:
    shopper.watch.allow(409)
    shopper.reaches_payment()
    number = shopper.order()["orderNumber"]
    shopper.pays_by_bank_debit()
    status = shopper.page.get_by_role("status").filter(has_text="We will e-mail you")
    expect(status).to_contain_text("Please do not pay again")
    expect(status).to_contain_text(number)
    expect(shopper.pay_button).to_have_count(0)
    shopper.page.reload()
    shopper.state_is("processing")
    expect(shopper.page.get_by_text(number)).to_be_visible()


def test_back_from_a_payment_on_its_way_does_not_offer_to_pay_again(shopper: Shopper) -> None:
    shopper.watch.allow(409)
    shopper.reaches_payment()
    shopper.pays_by_bank_debit()
    shopper.page.go_back()
    shopper.state_is("processing")
    expect(shopper.pay_button).to_have_count(0)


def test_when_the_money_arrives_the_page_shows_the_receipt(shopper: Shopper) -> None:
    shopper.watch.allow(409)
    shopper.reaches_payment()
    shopper.pays_by_bank_debit()

    def arrived(route: Route) -> None:
        answer = route.fetch()
        order: dict[str, Any] = answer.json()
        payment = order["payment"] | {"status": "succeeded", "amountCaptured": order["total"]}
        route.fulfill(response=answer, json=order | {"status": "confirmed", "payment": payment})

    shopper.page.route(f"**/api/orders/{shopper.order_id}", arrived)
    shopper.sees_receipt()


def test_when_the_bank_says_no_another_method_can_be_used(shopper: Shopper) -> None:
    shopper.watch.allow(409)
    shopper.reaches_payment()
    shopper.pays_by_bank_debit()
    order_id = shopper.order_id

    def failed_order(route: Route) -> None:
        answer = route.fetch()
        order = answer.json()
        route.fulfill(response=answer, json=order | {"payment": order["payment"] | {"status": "failed"}})

    def failed_intent(route: Route) -> None:
        answer = route.fetch()
        failure = {"code": "payment_intent_payment_attempt_failed", "message": "The bank refused the debit."}
        intent_id = answer.json()["id"]
        secret = secrets[intent_id]
        route.fulfill(
            response=answer,
            json=answer.json() | {"status": "requires_payment_method", "clientSecret": secret, "lastError": failure},
        )

    created = shopper.watch.asked("POST", "create-intent")[0].response()
    assert created is not None
    secrets = {created.json()["paymentIntentId"]: created.json()["clientSecret"]}
    shopper.page.route("**/api/payments/intent/*", failed_intent)
    shopper.page.route(f"**/api/orders/{order_id}", failed_order)
    shopper.can_pay()
    expect(shopper.page.locator(".pay-message")).to_contain_text("The bank refused the debit.")
