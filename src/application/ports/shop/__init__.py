"""The shop's own systems."""
