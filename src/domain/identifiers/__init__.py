"""Ids: their types, how they are derived, and how people spell them."""
