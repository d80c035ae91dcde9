"""Stripe, as the core's ports want it: the only folder that imports Stripe's SDK."""

import adapters.stripe.sdk.sdk_import  # noqa: F401
