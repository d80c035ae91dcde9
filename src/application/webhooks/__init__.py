"""Stripe's events: received, kept, applied, replayed."""
