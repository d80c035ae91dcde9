"""A person at the stand-in's pages sees what is in the account and can act on it; another site can't."""

import re
from collections.abc import Iterator

import httpx
import pytest
import stripe

from stripe_stand_in.testing import RunningStandIn
from tests.web.test_official_sdk import paid


@pytest.fixture
def person(stand_in: RunningStandIn) -> Iterator[httpx.Client]:
    """Somebody at the pages."""
    with httpx.Client(base_url=stand_in.url, trust_env=False, follow_redirects=True) as client:
        yield client


def press(person: httpx.Client, section: str, act: str, subject: str, **more: str) -> str:
    """Press the button of an act in a section as it is shown there; the text of the page that follows."""
    shown = person.get(section).text
    form = re.search(
        rf'<form method="post" action="(/acts/{act})"><input type="hidden" name="token" value="(\w+)">'
        rf'<input type="hidden" name="id" value="{subject}">',
        shown,
    )
    assert form, f"no {act} for {subject}"
    response = person.post(form[1], data={"token": form[2], "id": subject, **more})
    assert response.status_code == 200
    assert response.url.path == section
    return response.text


def test_payments_are_listed_with_what_became_of_them(person: httpx.Client, client: stripe.StripeClient) -> None:
    intent = paid(client, 1299, metadata={"note": "<b>bold</b>"})
    shown = person.get("/")
    assert shown.headers["content-security-policy"].startswith("default-src 'none'")
    assert intent.id in shown.text
    assert "12.99&nbsp;USD" in shown.text
    assert "&lt;b&gt;bold&lt;/b&gt;" in shown.text


def test_part_of_a_payment_and_then_the_rest_is_refunded(person: httpx.Client, client: stripe.StripeClient) -> None:
    intent = paid(client)
    assert "Done: refund" in press(person, "/", "refund", intent.id, amount="1")
    assert "Done: refund" in press(person, "/", "refund", intent.id)
    refunds = client.v1.refunds.list({"payment_intent": intent.id}).data
    assert sorted(refund.amount for refund in refunds) == [1, 1298]
    assert all(refund.id in person.get("/refunds").text for refund in refunds)


def test_the_apis_refusal_is_shown(person: httpx.Client, client: stripe.StripeClient) -> None:
    intent = paid(client)
    assert "is greater than" in press(person, "/", "refund", intent.id, amount="1300")
    assert not client.v1.refunds.list({"payment_intent": intent.id}).data


@pytest.mark.parametrize(("act", "ending"), [("win", "won"), ("lose", "lost")])
def test_a_dispute_is_opened_and_decided(
    person: httpx.Client, client: stripe.StripeClient, act: str, ending: str
) -> None:
    intent = paid(client)
    press(person, "/", "dispute", intent.id)
    dispute = client.v1.disputes.list({"payment_intent": intent.id}).data[0]
    assert dispute.status == "needs_response"
    press(person, "/disputes", act, dispute.id)
    assert client.v1.disputes.retrieve(dispute.id).status == ending


def test_an_inquiry_becomes_a_dispute_or_is_closed(person: httpx.Client, client: stripe.StripeClient) -> None:
    first, second = paid(client), paid(client)
    for intent in (first, second):
        press(person, "/", "inquire", intent.id)
    inquiries = [client.v1.disputes.list({"payment_intent": intent.id}).data[0] for intent in (first, second)]
    press(person, "/disputes", "escalate", inquiries[0].id)
    press(person, "/disputes", "win", inquiries[1].id)
    endings = [client.v1.disputes.retrieve(inquiry.id).status for inquiry in inquiries]
    assert endings == ["needs_response", "warning_closed"]


@pytest.mark.parametrize(("act", "ending"), [("settle", "succeeded"), ("bounce", "requires_payment_method")])
def test_a_payment_that_is_processing_is_settled_or_fails(
    person: httpx.Client, client: stripe.StripeClient, act: str, ending: str
) -> None:
    intent = client.v1.payment_intents.create(
        {"amount": 1299, "currency": "usd", "payment_method": "pm_usBankAccount_processing", "confirm": True,
         "allowed_payment_method_types": ["us_bank_account"],
         "mandate_data": {"customer_acceptance": {"type": "offline"}}}
    )  # fmt: skip
    assert intent.status == "processing"
    press(person, "/", act, intent.id)
    assert client.v1.payment_intents.retrieve(intent.id).status == ending


def test_a_review_is_opened_and_approved(person: httpx.Client, client: stripe.StripeClient) -> None:
    intent = paid(client)
    press(person, "/", "review", intent.id)
    review = client.v1.payment_intents.retrieve(intent.id, {"expand": ["review"]}).review
    assert isinstance(review, stripe.Review)
    press(person, "/reviews", "approve", review.id)
    assert client.v1.reviews.retrieve(review.id).reason == "approved"


def test_a_warning_is_issued_and_an_intent_canceled(person: httpx.Client, client: stripe.StripeClient) -> None:
    intent = paid(client)
    press(person, "/", "warn", intent.id)
    assert client.v1.radar.early_fraud_warnings.list({"payment_intent": intent.id}).data[0].actionable
    waiting = client.v1.payment_intents.create({"amount": 1299, "currency": "usd"})
    press(person, "/", "cancel", waiting.id)
    assert client.v1.payment_intents.retrieve(waiting.id).status == "canceled"


def test_a_refund_that_arrived_comes_back(person: httpx.Client, client: stripe.StripeClient) -> None:
    intent = paid(client)
    refund = client.v1.refunds.create({"payment_intent": intent.id})
    press(person, "/refunds", "fail_refund", refund.id)
    assert client.v1.refunds.retrieve(refund.id).status == "failed"


def test_events_show_their_deliveries(person: httpx.Client, client: stripe.StripeClient) -> None:
    client.v1.customers.create({})
    event = client.v1.events.list({"limit": 1}).data[0]
    assert event.id in person.get("/events").text
    assert "no endpoint" in person.get("/events").text
    assert "Done: resend" in press(person, "/events", "resend", event.id)


def test_another_site_can_do_nothing(
    person: httpx.Client, client: stripe.StripeClient, stand_in: RunningStandIn
) -> None:
    intent = paid(client)
    token = re.search(r'name="token" value="(\w+)"', person.get("/").text)
    assert token
    form = {"token": token[1], "id": intent.id}
    assert person.post("/acts/refund", data={**form, "token": "guess"}).status_code == 403
    assert person.post("/acts/refund", data={"id": intent.id}).status_code == 403
    assert person.post("/acts/refund", data=form, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    rebound = {"Host": f"attacker.example:{stand_in.port}"}
    assert person.post("/acts/refund", data=form, headers=rebound).status_code == 403
    assert person.get("/", headers=rebound).status_code == 403
    assert person.post("/acts/unheard_of", data=form).status_code == 404
    assert not client.v1.refunds.list({"payment_intent": intent.id}).data
    assert "access-control-allow-origin" not in person.get("/", headers={"Origin": "http://attacker.example"}).headers


def test_more_than_a_page_of_payments_is_walked_by_links(person: httpx.Client, client: stripe.StripeClient) -> None:
    intents = [client.v1.payment_intents.create({"amount": 1299, "currency": "usd"}).id for _ in range(51)]
    first = person.get("/")
    assert intents[0] not in first.text
    older = re.search(r'href="(/\?after=\w+)"', first.text)
    assert older
    assert intents[0] in person.get(older[1]).text
    assert person.get("/?after=pi_nowhere").status_code == 404
