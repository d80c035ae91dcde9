"""Stripe's browser side: Elements and the bank's pages."""
