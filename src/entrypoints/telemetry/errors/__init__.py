"""Reporting unexpected errors."""
