"""Stripe's tables: currencies, declines and test cards."""
