"""An operator is alerted of a refused key or a missing permission, but not with every call."""

from application.ports.stripe.failures import KeyRefused, PermissionMissing
from entrypoints.container import Container
from tests.world.world import World


async def test_a_refused_key_is_one_alert_an_hour(world: World, till: Container) -> None:
    for minutes in (0, 1, 60):
        world.clock.advance(minutes=minutes)
        await till.report_refused_key()(KeyRefused("Stripe answered 401"))
    assert [alert.kind for alert in world.stores.alerts.raised.values()] == ["key_refused"] * 2


async def test_each_missing_permission_is_one_alert_with_stripes_message(world: World, till: Container) -> None:
    for permission in ("rak_dispute_read", "rak_dispute_read", "rak_review_read", ""):
        await till.report_refused_key()(PermissionMissing(permission, f"Having {permission} would allow this"))
    alerts = list(world.stores.alerts.raised.values())
    assert [alert.kind for alert in alerts] == ["permission_missing"] * 3
    assert alerts[0].detail == "Having rak_dispute_read would allow this"
