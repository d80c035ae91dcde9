"""Which of Stripe's API versions Till speaks, said once."""

API_VERSION = "2026-10-28.endive"
"""Sent with every call and pinned by a test to the SDK's own, so that neither an account's default nor an upgrade of
the SDK moves it unseen."""
