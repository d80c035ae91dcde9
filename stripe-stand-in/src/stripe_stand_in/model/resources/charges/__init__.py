"""Charges and what follows them."""
