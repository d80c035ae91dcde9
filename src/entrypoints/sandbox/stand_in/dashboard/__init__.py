"""The stand-in's pages for people: what is in the account, and the acts of Stripe's dashboard, banks and card networks."""
