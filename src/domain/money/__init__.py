"""Amounts in Stripe's minor unit, so that no code ever guesses a power of ten."""
