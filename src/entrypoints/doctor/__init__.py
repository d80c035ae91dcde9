"""Examines a configuration and what it leads to, and says in words what is wrong and how to fix it."""
