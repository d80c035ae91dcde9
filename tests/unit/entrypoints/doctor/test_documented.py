"""docs/operations.md lists what Till needs of the account."""

from pathlib import Path

from adapters.stripe.permissions import PERMISSIONS

OPERATIONS = (Path(__file__).parents[4] / "docs" / "operations.md").read_text()


def test_every_permission_is_documented() -> None:
    _, _, section = OPERATIONS.partition("### Restricted keys")
    rows = [line for line in section.partition("\n### ")[0].splitlines() if line.startswith("| ")][2:]
    assert rows == [f"| {permission.resource} | {permission.access} |" for permission in PERMISSIONS]
