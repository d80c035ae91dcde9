"""Stripe's own SDK, pointed at a running stand-in."""

import stripe

from stripe_stand_in.testing import SECRET_KEY, RunningStandIn


def client_of(stand_in: RunningStandIn) -> stripe.StripeClient:
    """A client of the stand-in's first account."""
    return stripe.StripeClient(SECRET_KEY, base_addresses={"api": stand_in.url})


def paid(client: stripe.StripeClient, amount: int = 1299, **more: object) -> stripe.PaymentIntent:
    """A payment by test card."""
    return client.v1.payment_intents.create(
        {"amount": amount, "currency": "usd", "payment_method": "pm_card_visa", "confirm": True, **more,
         "automatic_payment_methods": {"enabled": True, "allow_redirects": "never"}}  # type: ignore[typeddict-item]
    )  # fmt: skip
