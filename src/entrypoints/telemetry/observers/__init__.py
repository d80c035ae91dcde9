"""Decorators of ports that log and count what passes."""
