"""Webhooks brought in whatever order a test wants."""

from __future__ import annotations

from collections.abc import Iterable

from stripe_stand_in.model import Delivery
from tests.world.world import World


async def post(world: World, deliveries: Iterable[Delivery]) -> None:
    """Bring these, whether or not they came before."""
    receive = world.till.receive_event()
    for delivery in deliveries:
        await receive(delivery.body, dict(delivery.headers)["Stripe-Signature"])


def taken(world: World) -> list[Delivery]:
    """Every delivery that is due, no longer due now."""
    deliveries = list(world.model.deliveries_due())
    for delivery in deliveries:
        world.model.delivered(delivery.id, 200)
    return deliveries
