"""Checking what callers send, field by field."""
