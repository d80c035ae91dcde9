"""Stripe's resources, one module each: how its objects look and what can be done with them."""
