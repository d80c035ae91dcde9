"""The in-memory model of Stripe, resource by resource."""
