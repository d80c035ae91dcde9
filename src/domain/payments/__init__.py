"""The payment of an order: how it is asked for and how what Stripe says changes it."""
