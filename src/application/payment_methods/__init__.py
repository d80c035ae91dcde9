"""Saved cards and accounts."""
