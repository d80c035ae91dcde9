"""Notifications: mails to shoppers, alerts to operators, and events to the shop's own systems."""
