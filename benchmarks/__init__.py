"""Measures what a request costs: `make bench`."""
