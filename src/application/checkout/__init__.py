"""From a cart to a payment."""
