"""The HTTP API for the shop's pages, operators, the shop's servers and Stripe."""
