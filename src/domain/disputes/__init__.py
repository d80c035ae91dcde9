"""Disputes and reviews, and how they change an order."""
