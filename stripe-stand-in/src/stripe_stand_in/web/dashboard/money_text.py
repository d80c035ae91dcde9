"""Amounts as text for people."""

from decimal import Decimal

from stripe_stand_in.model.data.currencies import THREE_DECIMAL, ZERO_DECIMAL


def money_text(amount: int, currency: str) -> str:
    """Returns an amount in Stripe's minor unit as `12.99 USD`."""
    decimals = 0 if currency in ZERO_DECIMAL else 3 if currency in THREE_DECIMAL else 2
    return f"{Decimal(amount).scaleb(-decimals):,.{decimals}f} {currency.upper()}"
