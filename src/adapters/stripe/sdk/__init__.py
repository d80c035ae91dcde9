"""Calling Stripe through its SDK: transport, failures, redaction."""
