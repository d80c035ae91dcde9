"""A restricted key: what it may not do is named, and all else works."""

from __future__ import annotations

import pytest

from adapters.stripe.permissions import StripePermissions
from adapters.stripe.sdk.client import stripe_calls
from adapters.stripe.sdk.in_process import InProcessClient
from application.ports.stripe.failures import KeyRefused, PermissionMissing
from stripe_stand_in.model import StripeModel

KEY = "rk_test_of_till"
NAMES = {
    "rak_payment_intent_write": "PaymentIntents",
    "rak_customer_write": "Customers",
    "rak_payment_method_write": "PaymentMethods",
    "rak_charge_write": "Charges and Refunds",
    "rak_dispute_read": "Disputes",
    "rak_early_fraud_warning_read": "Radar",
    "rak_review_read": "Reviews",
    "rak_event_read": "Events",
    "rak_webhook_read": "Webhook Endpoints",
}
"""Stripe's name of each permission that Till documents, and the resource as the dashboard names it."""


def model(*permissions: str) -> StripeModel:
    stripe = StripeModel(clock=lambda: 1_700_000_000.0, seed=7)
    stripe.restrict_key(KEY, permissions)
    return stripe


async def test_a_key_with_all_documented_permissions_lacks_none() -> None:
    calls = stripe_calls(KEY, InProcessClient(model(*NAMES).handle))
    assert await StripePermissions(calls=calls).missing() == []


@pytest.mark.parametrize("lacking", NAMES)
async def test_a_permission_that_is_missing_is_named_and_reported_once(lacking: str) -> None:
    refused: list[KeyRefused] = []
    stripe = model(*(name for name in NAMES if name != lacking))
    calls = stripe_calls(KEY, InProcessClient(stripe.handle), on_refused_key=refused.append)
    ((permission, refusal),) = await StripePermissions(calls=calls).missing()
    assert permission.resource == NAMES[lacking]
    assert (refusal.permission, lacking in str(refusal)) == (lacking, True)
    assert [type(each) for each in refused] == [PermissionMissing]
