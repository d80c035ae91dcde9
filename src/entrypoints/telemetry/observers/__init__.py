"""Decorators of ports that log and count their calls."""
