"""Alerts in the shape that Slack and its kin take."""
