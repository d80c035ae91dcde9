"""Every failure that docs/failures.md tells of has the test that the page names."""

import re

from tests.architecture.repository import ROOT

ROW = re.compile(r"^\| (\d+) \|.*\| `(tests/[^`]+)` \|$", re.MULTILINE)
HOW_MANY = 28


def untested(page: str) -> list[str]:
    """The rows whose file is not there or holds no test of that number."""
    missing = []
    for number, path in ROW.findall(page):
        file = ROOT / path
        if not file.is_file() or f"def test_{int(number):02}_" not in file.read_text():
            missing.append(f"{number}: {path}")
    return missing


def test_every_failure_has_its_test() -> None:
    page = (ROOT / "docs" / "failures.md").read_text()
    assert [int(number) for number, _ in ROW.findall(page)] == list(range(1, HOW_MANY + 1))
    assert untested(page) == []


def test_a_row_without_a_test_is_seen() -> None:
    rows = "| 99 | lost | kept | `tests/failures/test_payments.py` |\n| 1 | lost | kept | `tests/failures/gone.py` |"
    assert untested(rows) == ["99: tests/failures/test_payments.py", "1: tests/failures/gone.py"]
