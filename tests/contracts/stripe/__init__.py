"""Stripe's own description of its API, and the model held to it."""
