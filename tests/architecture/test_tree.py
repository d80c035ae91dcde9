"""Files stay small, and no name says nothing."""

from pathlib import Path

from tests.architecture.repository import ROOT

MAX_LINES = 300
EMPTY_WORDS = {
    "utils",
    "util",
    "common",
    "base",
    "helpers",
    "helper",
    "service",
    "services",
    "manager",
    "managers",
    "dto",
    "misc",
}
WRITTEN = ("src", "stripe-stand-in", "scripts", "tests", "benchmarks")


def too_long(files: list[Path]) -> list[str]:
    return [path.name for path in files if len(path.read_text().splitlines()) > MAX_LINES]


def saying_nothing(files: list[Path]) -> list[str]:
    return [path.name for path in files if EMPTY_WORDS & {part.removesuffix(".py") for part in path.parts}]


def python_files(folders: tuple[str, ...]) -> list[Path]:
    return [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]


def test_every_file_holds_one_idea_in_few_lines() -> None:
    assert too_long(python_files(WRITTEN)) == []


def test_every_name_says_what_it_holds() -> None:
    assert saying_nothing([path.relative_to(ROOT) for path in python_files(WRITTEN)]) == []


def test_a_long_file_and_an_empty_name_are_seen(tmp_path: Path) -> None:
    long = tmp_path / "order_service" / "utils.py"
    long.parent.mkdir()
    long.write_text("x = 1\n" * (MAX_LINES + 1))
    short = tmp_path / "money.py"
    short.write_text("x = 1\n" * MAX_LINES)
    assert too_long([long, short]) == ["utils.py"]
    assert saying_nothing([Path("src/domain/money/money.py"), Path("src/common/money.py"), Path("src/utils.py")]) == [
        "money.py",
        "utils.py",
    ]
