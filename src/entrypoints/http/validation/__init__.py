"""Validation of requests, field by field."""
