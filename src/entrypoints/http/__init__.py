"""The HTTP API: what the shop's pages, operators and Stripe talk to."""
