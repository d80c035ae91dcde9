"""What the ports' own values promise."""

import pytest

from application.ports.edge.identity import Principal
from application.ports.edge.rate_limiter import lease_size
from application.ports.storage.deliveries import delivery_id


@pytest.mark.parametrize(
    ("roles", "is_admin"), [((), False), (("buyer",), False), (("buyer", "admin"), True), (("Admin", "admin "), False)]
)
def test_an_operator_is_who_has_the_role_of_that_very_name(roles: tuple[str, ...], is_admin: bool) -> None:
    assert Principal(subject="ada", roles=roles).is_admin is is_admin


@pytest.mark.parametrize(("roles", "reads"), [((), False), (("shop",), True), (("admin",), True), (("buyer",), False)])
def test_admins_and_the_shops_own_servers_read_any_order(roles: tuple[str, ...], reads: bool) -> None:
    assert Principal(subject="somebody", roles=roles).reads_any_order is reads


@pytest.mark.parametrize(("count", "size"), [(1, 1), (7, 1), (16, 2), (100, 12)])
def test_a_lease_is_an_eighth_of_a_window_and_never_nothing(count: int, size: int) -> None:
    assert lease_size(count) == size


def test_the_id_of_a_delivery_is_read_as_it_is_written() -> None:
    written = "ord_1.7.shop-endpoint"
    assert str(delivery_id(written)) == written


@pytest.mark.parametrize(
    "text", ["", "ord_1.7", ".7.endpoint", "ord_1.7.", "ord_1.x.endpoint", "ord_1.\u0667.endpoint"]
)
def test_what_is_no_id_of_a_delivery_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        delivery_id(text)
