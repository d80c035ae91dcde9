"""The README's table of operations and parameters is the one that the code gives."""

from pathlib import Path

from stripe_stand_in.coverage_table import coverage_table

README = Path(__file__).resolve().parent.parent / "README.md"


def test_the_table_is_what_stripe_stand_in_coverage_prints() -> None:
    shown = README.read_text(encoding="utf-8").partition("<!-- coverage -->\n")[2].partition("\n<!-- /coverage -->")[0]
    assert shown == coverage_table()
