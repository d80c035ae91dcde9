"""Reading Stripe's objects and events: from their shapes to facts."""
