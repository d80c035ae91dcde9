"""What the ports' own values promise."""

import pytest

from application.ports.edge.identity import Principal


@pytest.mark.parametrize(
    ("roles", "is_admin"), [((), False), (("buyer",), False), (("buyer", "admin"), True), (("Admin", "admin "), False)]
)
def test_an_operator_is_who_has_the_role_of_that_very_name(roles: tuple[str, ...], is_admin: bool) -> None:
    assert Principal(subject="ada", roles=roles).is_admin is is_admin


@pytest.mark.parametrize(("roles", "reads"), [((), False), (("shop",), True), (("admin",), True), (("buyer",), False)])
def test_admins_and_the_shops_own_servers_read_any_order(roles: tuple[str, ...], reads: bool) -> None:
    assert Principal(subject="somebody", roles=roles).reads_any_order is reads
