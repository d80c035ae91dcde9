"""The payment method types that Till carries through, from the checkout to the refund."""

from typing import Final

SUPPORTED: Final = ("card", "us_bank_account", "sepa_debit")
"""Each is tested against the stand-in; others of Stripe's may need pages or waits that Till does not have."""
