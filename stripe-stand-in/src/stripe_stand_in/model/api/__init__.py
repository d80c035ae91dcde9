"""Stripe's API: keys, parameters, idempotency, errors and the operations behind it."""
