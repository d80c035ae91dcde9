"""Stripe's customers of the shop's users."""
