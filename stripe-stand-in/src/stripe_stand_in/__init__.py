"""A stand-in for Stripe: its API, its webhooks, its browser side and a dashboard, on one machine."""
