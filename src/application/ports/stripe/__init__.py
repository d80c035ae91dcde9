"""What the core asks of Stripe."""
