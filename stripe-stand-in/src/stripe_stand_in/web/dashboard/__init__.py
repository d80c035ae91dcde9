"""The stand-in's pages for people: what is in the account, and what Stripe's dashboard and banks can do to it."""
