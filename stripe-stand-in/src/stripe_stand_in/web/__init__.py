"""A stand-in for Stripe on one machine: its API, its webhooks, its browser side and a dashboard to act in."""
