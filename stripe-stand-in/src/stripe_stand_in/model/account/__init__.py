"""One Stripe account: its objects, its clock and its events."""
