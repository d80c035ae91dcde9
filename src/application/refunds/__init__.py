"""Refunds: requesting, sending, settling."""
