"""Orders: taking in what Stripe says of them, placing, releasing, showing."""
