"""A key that Stripe refuses is told to a person, but not with every call."""

from entrypoints.container import Container
from tests.world.world import World


async def test_an_operator_hears_of_it_once_an_hour(world: World, till: Container) -> None:
    for minutes in (0, 1, 60):
        world.clock.advance(minutes=minutes)
        await till.report_refused_key()()
    assert [alert.kind for alert in world.stores.alerts.raised.values()] == ["key_refused"] * 2
