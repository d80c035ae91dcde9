"""Nothing in the repository is bound to one machine or to one package registry's host."""

import re
from pathlib import Path

import pytest

from tests.architecture.repository import ROOT, tracked_files

# Spelt in pieces, or this file would be its own first finding.
HOSTS = (
    "registry" + r"\.npmjs",
    "registry" + r"\.yarnpkg",
    "py" + r"pi\.org",
    "python" + r"hosted\.",
    "deb" + r"ian\.org",
)
MACHINE = ("/wo" + "rk/", "/ro" + "ot/", "/ho" + r"me/\w", "/t" + r"mp/\w", "/U" + r"sers/\w", "file" + ":///")
BOUND = re.compile("|".join((*HOSTS, *(rf"(?<![\w./-]){path}" for path in MACHINE))))


def bound_lines(files: list[Path]) -> list[str]:
    found = []
    for path in files:
        try:
            text = path.read_text()
        except UnicodeDecodeError:
            continue
        found += [
            f"{path.name}:{number}: {line.strip()[:120]}"
            for number, line in enumerate(text.splitlines(), start=1)
            if BOUND.search(line)
        ]
    return found


def test_no_tracked_file_names_a_machine_or_a_registry() -> None:
    assert bound_lines(tracked_files()) == []


@pytest.mark.parametrize(
    "line",
    [
        "https://registry" + ".npmjs.org/react",
        "--index-url https://py" + "pi.org/simple",
        "files.python" + "hosted.org",
        "open('/wo" + "rk/main/x')",
        "cd /ro" + "ot/till",
        "/ho" + "me/ada/till",
        "DATA=/t" + "mp/data",
    ],
)
def test_such_a_line_is_seen(tmp_path: Path, line: str) -> None:
    planted = tmp_path / "planted.md"
    planted.write_text(f"harmless\n{line}\n")
    assert bound_lines([planted]) == [f"planted.md:2: {line}"]


def test_a_relative_path_is_no_finding(tmp_path: Path) -> None:
    planted = tmp_path / "planted.md"
    planted.write_text("see docs/work/main and src/root/x and tests/tmp/y\n")
    assert bound_lines([planted]) == []


def test_nothing_generated_is_tracked() -> None:
    generated = re.compile(
        r"(^|/)(node_modules|dist|__pycache__|\.venv|\.sandbox|test-artifacts)/|\.py[cod]$|^uv\.lock$"
    )
    names = [str(path.relative_to(ROOT)) for path in tracked_files()]
    assert [name for name in names if generated.search(name)] == []
