"""The check on what is sent sees a parameter that Stripe does not know."""

from __future__ import annotations

from tests.contracts.stripe.sent import complaints


def test_what_stripe_knows_passes() -> None:
    body = b"amount=1299&currency=usd&allowed_payment_method_types[0]=card&shipping[address][line1]=x&metadata[a]=b"
    assert complaints("POST", "/v1/payment_intents", body) == []
    assert complaints("GET", "/v1/events?limit=100&created[gte]=1&types[0]=refund.created", b"") == []
    assert complaints("POST", "/v1/payment_methods/pm_1/detach", b"") == []


def test_what_stripe_does_not_know_is_seen() -> None:
    assert complaints("POST", "/v1/payment_intents", b"payment_method_types[0]=card") == ["payment_method_types[0]"]
    assert complaints("POST", "/v1/payment_intents", b"shipping[street]=x&amount=1") == ["shipping[street]"]
    assert complaints("POST", "/v1/payment_intents", b"amount=12.99") == ["amount"]
    assert complaints("POST", "/v1/payment_intents", b"setup_future_usage=always") == ["setup_future_usage"]
    assert complaints("POST", "/v1/refunds", b"idempotency_key=k") == ["idempotency_key"]
    assert complaints("POST", "/v1/refund", b"") == ["POST /v1/refund"]
    assert complaints("GET", "/v1/refunds?order=1", b"") == ["order"]
