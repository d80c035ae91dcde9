"""What browsers get: the API from any origin, stripe.js, card frames for the shop alone, the bank's page."""

import re
from collections.abc import Iterator

import httpx
import pytest
import stripe

from stripe_stand_in.testing import PUBLISHABLE_KEY, SHOP, RunningStandIn

AS_BROWSER = {"Authorization": f"Bearer {PUBLISHABLE_KEY}", "Origin": SHOP, "Stripe-Version": "2026-10-28.endive"}
SHOP_BY_NAME = SHOP.replace("127.0.0.1", "localhost")
CHALLENGED = {"type": "card", "card": {"number": "4000000000003220", "exp_month": 4, "exp_year": 2034, "cvc": "123"}}


@pytest.fixture
def browser(stand_in: RunningStandIn) -> Iterator[httpx.Client]:
    """A browser with the publishable key."""
    with httpx.Client(base_url=stand_in.url, headers=AS_BROWSER, trust_env=False) as client:
        yield client


def form(**fields: object) -> dict[str, str]:
    """Nested fields with bracketed names."""
    flat: dict[str, str] = {}

    def put(name: str, value: object) -> None:
        if isinstance(value, dict):
            for key, item in value.items():
                put(f"{name}[{key}]", item)
        else:
            flat[name] = str(value)

    for name, value in fields.items():
        put(name, value)
    return flat


def test_a_page_of_any_origin_may_ask_the_api(browser: httpx.Client) -> None:
    wanted = "authorization,stripe-version,content-type"
    updates = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": wanted}
    may = browser.options("/v1/payment_intents/pi_1/confirm", headers=updates)
    assert may.status_code == 204
    assert may.headers["access-control-allow-origin"] == "*"
    assert may.headers["access-control-allow-headers"] == wanted
    assert "POST" in may.headers["access-control-allow-methods"]
    refused = browser.get("/v1/payment_intents/pi_1?client_secret=pi_1_secret_2")
    assert (refused.status_code, refused.headers["access-control-allow-origin"]) == (404, "*")


def test_a_browser_sees_an_intent_by_its_secret_alone_and_no_list(
    browser: httpx.Client, client: stripe.StripeClient
) -> None:
    intent = client.v1.payment_intents.create({"amount": 1299, "currency": "usd"})
    seen = browser.get(f"/v1/payment_intents/{intent.id}", params={"client_secret": intent.client_secret or ""})
    assert (seen.status_code, seen.json()["amount"]) == (200, 1299)
    assert browser.get(f"/v1/payment_intents/{intent.id}").status_code in (400, 401, 403, 404)
    wrong = browser.get(f"/v1/payment_intents/{intent.id}", params={"client_secret": f"{intent.id}_secret_wrong"})
    assert wrong.status_code in (400, 401, 403, 404)
    assert browser.get("/v1/payment_intents").status_code == 403
    assert browser.post("/v1/refunds", data={"payment_intent": intent.id}).status_code == 403


def test_the_shop_alone_may_frame_the_card_form_and_it_runs_no_inline_script(browser: httpx.Client) -> None:
    for path in ("/endive/elements", "/endive/challenge"):
        page = browser.get(path)
        policy = dict(part.split(" ", 1) for part in page.headers["content-security-policy"].split("; "))
        assert policy["frame-ancestors"] == f"{SHOP} {SHOP_BY_NAME}"
        assert policy["default-src"] == "'none'"
        assert policy["script-src"] == "'self'"
        assert policy["style-src"] == "'self'"
        assert f'content="{SHOP} {SHOP_BY_NAME}"' in page.text
        assert not re.search(r"<script(?![^>]*src=)|<style|\sstyle=|\son\w+=", page.text)
        for source in re.findall(r'(?:src|href)="(/[^"]+)"', page.text):
            assert browser.get(source).status_code == 200, source


def test_stripe_js_is_one_classic_script_that_names_its_release(browser: httpx.Client) -> None:
    script = browser.get("/endive/stripe.js")
    assert script.headers["content-type"].startswith("text/javascript")
    assert script.headers["cross-origin-resource-policy"] == "cross-origin"
    assert not re.search(r"^\s*(?:import|export)\b", script.text, re.MULTILINE)
    assert "Stripe.version = 'endive'" in script.text


def test_only_files_made_for_browsers_are_served(browser: httpx.Client) -> None:
    for path in ("/endive/static/elements/payment.html", "/endive/static/../app.py", "/endive/static/nothing.js"):
        assert browser.get(path).status_code == 404, path


def test_a_card_number_that_may_be_real_is_not_used(browser: httpx.Client, stand_in: RunningStandIn) -> None:
    own = "4539 5787 6362 1486"
    card = {"number": own, "exp_month": 4, "exp_year": 2034, "cvc": "123"}
    refused = browser.post("/v1/payment_methods", data=form(type="card", card=card))
    assert refused.status_code == 402
    assert refused.json()["error"]["code"] == "incorrect_number"
    journal = (stand_in.data / "journal.jsonl").read_text()
    assert "4539" not in journal
    assert "4000000000000001" in journal


def challenged(browser: httpx.Client, client: stripe.StripeClient, **more: object) -> stripe.PaymentIntent:
    intent = client.v1.payment_intents.create({"amount": 1299, "currency": "usd"})
    updates = form(client_secret=intent.client_secret, payment_method_data=CHALLENGED, **more)
    response = browser.post(f"/v1/payment_intents/{intent.id}/confirm", data=updates)
    assert response.json()["status"] == "requires_action"
    return client.v1.payment_intents.retrieve(intent.id)


def test_the_banks_page_shows_the_amount_and_brings_the_shopper_back(
    browser: httpx.Client, client: stripe.StripeClient
) -> None:
    back = f"{SHOP}/checkout?order=T-1"
    intent = challenged(browser, client, return_url=back)
    assert intent.next_action is not None
    assert intent.next_action.redirect_to_url is not None
    url = intent.next_action.redirect_to_url.url
    assert url is not None
    page = browser.get(url)
    assert "12.99 USD" in page.text
    assert f"form-action 'self' {SHOP};" in page.headers["content-security-policy"] + ";"

    gone = browser.post(
        url.partition("?")[0], data={"client_secret": intent.client_secret or "", "outcome": "complete"}
    )
    assert gone.status_code == 303
    assert gone.headers["location"] == (
        f"{back}&payment_intent={intent.id}&payment_intent_client_secret={intent.client_secret}"
        "&redirect_status=succeeded"
    )
    assert client.v1.payment_intents.retrieve(intent.id).status == "succeeded"
    assert browser.get(url).status_code == 409


def test_a_failed_authentication_asks_for_another_card(browser: httpx.Client, client: stripe.StripeClient) -> None:
    intent = challenged(browser, client, use_stripe_sdk="true")
    assert intent.next_action is not None
    assert intent.next_action.type == "use_stripe_sdk"
    outcome = {"client_secret": intent.client_secret or "", "outcome": "fail"}
    assert browser.post("/endive/challenge", data=outcome).status_code == 200
    after = client.v1.payment_intents.retrieve(intent.id)
    assert after.status == "requires_payment_method"
    assert after.last_payment_error is not None
    assert after.last_payment_error.code == "payment_intent_authentication_failure"
    assert browser.post("/endive/challenge", data=outcome).status_code == 409


def test_the_bank_refuses_a_wrong_secret(browser: httpx.Client, client: stripe.StripeClient) -> None:
    intent = challenged(browser, client, use_stripe_sdk="true")
    guess = {"client_secret": f"{intent.id}_secret_guess", "outcome": "complete"}
    assert browser.post("/endive/challenge", data=guess).status_code == 409
    assert client.v1.payment_intents.retrieve(intent.id).status == "requires_action"


def test_a_vouchers_page_shows_its_number_and_pays_it(
    browser: httpx.Client, client: stripe.StripeClient, stand_in: RunningStandIn
) -> None:
    del stand_in
    data = {"type": "oxxo", "billing_details": {"name": "Ada", "email": "fill_never@example.com"}}
    intent = client.v1.payment_intents.create(
        {"amount": 3990, "currency": "mxn", "allowed_payment_method_types": ["oxxo"], "payment_method_data": data,
         "confirm": True}  # type: ignore[typeddict-item]
    )  # fmt: skip
    details = intent.next_action.oxxo_display_details  # type: ignore[union-attr]
    shown = browser.get(details.hosted_voucher_url)
    assert details.number in shown.text
    assert "39.90 MXN" in shown.text
    form = {"client_secret": intent.client_secret, "outcome": "complete"}
    done = browser.post(f"/vouchers/{intent.id}", data=form, follow_redirects=True)
    assert "The payment is now: succeeded." in done.text
    assert browser.get(f"/vouchers/{intent.id}?client_secret=wrong").status_code == 409


def test_the_page_of_microdeposits_verifies_an_account(browser: httpx.Client, client: stripe.StripeClient) -> None:
    account = {"account_number": "000123456789", "routing_number": "110000000"}
    intent = client.v1.payment_intents.create(
        {"amount": 3990, "currency": "usd", "allowed_payment_method_types": ["us_bank_account"], "confirm": True,
         "payment_method_data": {
             "type": "us_bank_account", "us_bank_account": account, "billing_details": {"name": "Ada"},
         },
         "payment_method_options": {"us_bank_account": {"verification_method": "microdeposits"}},
         "mandate_data": {"customer_acceptance": {"type": "offline", "offline": {}}}}  # type: ignore[typeddict-item]
    )  # fmt: skip
    page = intent.next_action.verify_with_microdeposits.hosted_verification_url  # type: ignore[union-attr]
    assert "39.90 USD" in browser.get(page).text
    form = {"client_secret": intent.client_secret, "descriptor_code": "SM99ZZ"}
    wrong = browser.post(f"/microdeposits/{intent.id}", data=form, follow_redirects=True)
    assert "does not match" in wrong.text
    form["descriptor_code"] = "SM11AA"
    right = browser.post(f"/microdeposits/{intent.id}", data=form, follow_redirects=True)
    assert "The payment is now: processing." in right.text
