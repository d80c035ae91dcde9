"""Stripe's own Python SDK finds at the stand-in what it finds at Stripe."""

import pytest
import stripe

from stripe_stand_in.testing import RunningStandIn


def paid(client: stripe.StripeClient, amount: int = 1299, **more: object) -> stripe.PaymentIntent:
    return client.v1.payment_intents.create(
        {"amount": amount, "currency": "usd", "payment_method": "pm_card_visa", "confirm": True, **more,
         "automatic_payment_methods": {"enabled": True, "allow_redirects": "never"}}  # type: ignore[typeddict-item]
    )  # fmt: skip


def test_a_customer_pays_and_gets_part_of_it_back(client: stripe.StripeClient) -> None:
    customer = client.v1.customers.create({"email": "ada@example.com", "metadata": {"till_user_id": "u-1"}})
    intent = paid(client, customer=customer.id)
    assert (intent.status, intent.amount_received) == ("succeeded", 1299)

    refund = client.v1.refunds.create({"payment_intent": intent.id, "amount": 1})
    assert (refund.status, refund.amount, refund.currency) == ("succeeded", 1, "usd")

    again = client.v1.payment_intents.retrieve(intent.id, {"expand": ["latest_charge", "customer"]})
    assert isinstance(again.latest_charge, stripe.Charge)
    assert isinstance(again.customer, stripe.Customer)
    assert (again.latest_charge.amount_refunded, again.latest_charge.refunded) == (1, False)
    assert again.customer.email == "ada@example.com"


def test_lists_come_in_pages_that_the_sdk_walks(client: stripe.StripeClient) -> None:
    customer = client.v1.customers.create({})
    made = [paid(client, 1299 + extra, customer=customer.id).id for extra in range(5)]
    page = client.v1.payment_intents.list({"customer": customer.id, "limit": 2})
    assert page.has_more
    assert [intent.id for intent in page.auto_paging_iter()] == made[::-1]


def test_a_decline_leaves_an_intent_that_can_be_paid_with_another_card(client: stripe.StripeClient) -> None:
    with pytest.raises(stripe.CardError) as declined:
        paid(client, payment_method="pm_card_visa_chargeDeclinedInsufficientFunds")
    error = declined.value.error
    assert error is not None
    assert (declined.value.http_status, declined.value.code) == (402, "card_declined")
    assert error.decline_code == "insufficient_funds"
    assert error.payment_intent is not None
    intent = client.v1.payment_intents.confirm(error.payment_intent.id, {"payment_method": "pm_card_visa"})
    assert intent.status == "succeeded"


def test_more_than_was_paid_is_not_refunded(client: stripe.StripeClient) -> None:
    intent = paid(client)
    with pytest.raises(stripe.InvalidRequestError) as refused:
        client.v1.refunds.create({"payment_intent": intent.id, "amount": 1300})
    assert (refused.value.http_status, refused.value.param) == (400, "amount")
    assert not client.v1.refunds.list({"payment_intent": intent.id}).data


def test_a_repeated_key_repeats_the_answer_and_nothing_else(client: stripe.StripeClient) -> None:
    customer = client.v1.customers.create({})
    updates: stripe.params.PaymentIntentCreateParams = {"amount": 1299, "currency": "jpy", "customer": customer.id}
    first = client.v1.payment_intents.create(updates, {"idempotency_key": "order-7"})
    second = client.v1.payment_intents.create(updates, {"idempotency_key": "order-7"})
    assert first.id == second.id
    assert second.last_response is not None
    assert second.last_response.headers["idempotent-replayed"] == "true"
    with pytest.raises(stripe.IdempotencyError):
        client.v1.payment_intents.create({**updates, "amount": 1300}, {"idempotency_key": "order-7"})
    assert len(client.v1.payment_intents.list({"customer": customer.id}).data) == 1


def test_what_is_not_there_and_who_is_not_let_in_are_distinguished(
    client: stripe.StripeClient, stand_in: RunningStandIn
) -> None:
    with pytest.raises(stripe.InvalidRequestError) as missing:
        client.v1.payment_intents.retrieve("pi_nowhere")
    assert (missing.value.http_status, missing.value.code) == (404, "resource_missing")
    stranger = stripe.StripeClient("sk_live_ofSomebodyElse", base_addresses={"api": stand_in.url})
    with pytest.raises(stripe.AuthenticationError):
        stranger.v1.payment_intents.list()


def test_the_newest_version_refuses_payment_method_types_and_an_older_one_takes_them(
    client: stripe.StripeClient,
) -> None:
    updates = {"amount": 1299, "currency": "usd", "payment_method_types": ["card"]}
    with pytest.raises(stripe.InvalidRequestError) as refused:
        client.v1.payment_intents.create(updates)  # type: ignore[arg-type]
    assert refused.value.code == "payment_method_types_no_longer_supported"
    older = client.v1.payment_intents.create(updates, {"stripe_version": "2024-06-20"})  # type: ignore[arg-type]
    assert older.payment_method_types == ["card"]


def test_each_change_is_an_event(client: stripe.StripeClient) -> None:
    intent = paid(client)
    client.v1.refunds.create({"payment_intent": intent.id})
    kinds = {event.type for event in client.v1.events.list({"limit": 100}).data}
    assert {"payment_intent.created", "payment_intent.succeeded", "charge.succeeded", "charge.refunded"} <= kinds
    assert "refund.created" in kinds
