"""Stripe's own SDK, pointed at a running stand-in."""

import stripe

from stripe_stand_in.testing import SECRET_KEY, RunningStandIn


def client_of(stand_in: RunningStandIn) -> stripe.StripeClient:
    """A client of the stand-in's first account."""
    return stripe.StripeClient(SECRET_KEY, base_addresses={"api": stand_in.url})
