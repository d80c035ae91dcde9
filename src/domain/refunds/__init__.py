"""Refunds: requested by us or made at Stripe, and how each ends."""
