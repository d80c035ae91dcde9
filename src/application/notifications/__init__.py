"""Notifications to shoppers and operators."""
