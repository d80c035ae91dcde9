"""What the ports' own values promise."""

import pytest

from application.ports.edge.identity import Principal


@pytest.mark.parametrize(
    ("roles", "is_admin"), [((), False), (("buyer",), False), (("buyer", "admin"), True), (("Admin", "admin "), False)]
)
def test_an_operator_is_who_has_the_role_of_that_very_name(roles: tuple[str, ...], is_admin: bool) -> None:
    assert Principal(subject="ada", roles=roles).is_admin is is_admin
