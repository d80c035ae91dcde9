"""Every part of the brief is in the table of docs/brief.md, and what the table names is there."""

import ast
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

from tests.architecture.brief import PARTS
from tests.architecture.repository import ROOT

CHAPTER = "## Where the brief's parts live"
HEADER = ["the brief", "here", "shown by"]
LINK = re.compile(r"\]\(")
NAMED = re.compile(r"\[([^\]]+)\]\(\.\./([^)]+)\) `([^`]+)`")


class Row(NamedTuple):
    section: str
    cells: tuple[str, ...]


def rows_of(page: str) -> list[Row]:
    chapter = page.partition(f"{CHAPTER}\n")[2].partition("\n## ")[0]
    section, rows = "", []
    for line in chapter.splitlines():
        if line.startswith("### "):
            section = line.removeprefix("### ")
        if not line.startswith("| "):
            continue
        cells = [cell.strip() for cell in line.removeprefix("|").removesuffix("|").split("|")]
        if cells != HEADER and set(cells) != {"---"}:
            rows.append(Row(section, tuple(cells)))
    return rows


def missing_parts(rows: list[Row]) -> list[str]:
    """Parts without a row of their own, rows without a part, and parts with several."""
    reported = [f"{row.section}: {row.cells[0].strip('`')}" for row in rows]
    wanted = [f"{section}: {part}" for section, parts in PARTS.items() for part in parts]
    return sorted({*reported} ^ {*wanted}) + [part for part in sorted({*reported}) if reported.count(part) > 1]


def faults_in(row: Row, root: Path) -> list[str]:
    if len(row.cells) != len(HEADER) or not all(row.cells):
        return [f"{row.cells[0]}: not three filled cells"]
    part, here, shown = row.cells
    faults = [
        f"{part}: a cell without a file and a name, or a file without one"
        for cell in (here, shown)
        if not 0 < len(LINK.findall(cell)) == len(NAMED.findall(cell))
    ]
    for title, path, name in NAMED.findall(here):
        if not _is_there(root / path, title) or name not in defined_in(root / path):
            faults.append(f"{part}: {path} has no {name}")
    for title, path, name in NAMED.findall(shown):
        if not _is_there(root / path, title) or not _is_test(path, name) or name not in written_in(root / path):
            faults.append(f"{part}: {path} has no {name}")
    return faults


def _is_there(file: Path, title: str) -> bool:
    return file.is_file() and file.name == title


def _is_test(path: str, name: str) -> bool:
    return path.startswith(("tests/", "stripe-stand-in/tests/")) and name.startswith("test_")


@cache
def defined_in(file: Path) -> frozenset[str]:
    """What a file defines: functions and classes, and in Python `Class.member` and constants as well."""
    text = file.read_text()
    if file.suffix != ".py":
        return frozenset(re.findall(r"\b(?:function|const|class)\s+(\w+)", text))
    return frozenset(_names(ast.parse(text).body, ""))


@cache
def written_in(file: Path) -> frozenset[str]:
    """Its test functions, those of suites and other classes among them."""
    return frozenset(name.rpartition(".")[2] for name in _names(ast.parse(file.read_text()).body, "", functions=True))


def _names(body: list[ast.stmt], prefix: str, *, functions: bool = False) -> list[str]:
    names = []
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            names.append(prefix + node.name)
        elif isinstance(node, ast.ClassDef):
            names += [] if functions else [prefix + node.name]
            names += _names(node.body, f"{prefix}{node.name}.", functions=functions)
        elif isinstance(node, ast.Assign | ast.AnnAssign) and not functions:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names += [prefix + target.id for target in targets if isinstance(target, ast.Name)]
    return names


def test_every_part_of_the_brief_has_a_row_of_its_own() -> None:
    assert missing_parts(rows_of((ROOT / "docs" / "brief.md").read_text())) == []


def test_every_row_names_code_and_a_test_that_are_there() -> None:
    rows = rows_of((ROOT / "docs" / "brief.md").read_text())
    assert [fault for row in rows for fault in faults_in(row, ROOT)] == []


def test_a_part_that_was_left_out_added_or_reported_twice_is_seen() -> None:
    page = (ROOT / "docs" / "brief.md").read_text()
    lines = page.splitlines()
    row = next(line for line in lines if line.startswith("| users.email |"))
    assert missing_parts(rows_of(page.replace(f"{row}\n", ""))) == ["Database: users.email"]
    assert missing_parts(rows_of(page.replace(row, f"{row}\n{row}"))) == ["Database: users.email"]
    lumped = page.replace("| users.email |", "| users.email, firstName |")
    assert missing_parts(rows_of(lumped)) == ["Database: users.email", "Database: users.email, firstName"]


def test_what_a_row_names_wrongly_is_seen(tmp_path: Path) -> None:
    (tmp_path / "tests").mkdir()
    (tmp_path / "pay.py").write_text("class Pay:\n    amount: int\n    def now(self): ...\n\nRATE = 1\n")
    (tmp_path / "Pay.jsx").write_text("export function Pay() {}\nconst pay = () => {};\n")
    (tmp_path / "tests" / "test_pay.py").write_text("class TestPay:\n    async def test_it_pays(self): ...\n")
    shown = "[test_pay.py](../tests/test_pay.py) `test_it_pays`"

    def faults(here: str, by: str = shown) -> list[str]:
        return faults_in(Row("Pay", ("pay", here, by)), tmp_path)

    for name in ("Pay", "Pay.amount", "Pay.now", "RATE"):
        assert faults(f"[pay.py](../pay.py) `{name}` and why") == []
    for name in ("Pay", "pay"):
        assert faults(f"[Pay.jsx](../Pay.jsx) `{name}`") == []
    code = "[pay.py](../pay.py) `Pay`"
    for here, by in (
        ("", shown),
        (code, ""),
        ("in pay.py", shown),
        (f"{code}; [pay.py](../pay.py)", shown),
        ("[pay.py](../pay.py) `Pay.later`", shown),
        ("[pay.py](../gone.py) `Pay`", shown),
        ("[other.py](../pay.py) `Pay`", shown),
        ("[Pay.jsx](../Pay.jsx) `Payment`", shown),
        (code, "[test_pay.py](../tests/test_pay.py) `test_it_pays_twice`"),
        (code, "[test_pay.py](../tests/test_pay.py) `TestPay`"),
        (code, "[pay.py](../pay.py) `now`"),
        (code, "[test_gone.py](../tests/test_gone.py) `test_it_pays`"),
    ):
        assert len(faults(here, by)) == 1, (here, by)
