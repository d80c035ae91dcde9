"""`till catalog import` names every fault of a file by its place, before anything is stored."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.commands_in_process import till
from tests.unit.entrypoints.settings.test_settings import TEST_ENVIRON


def imported(file: Path) -> tuple[int, str]:
    done = till(TEST_ENVIRON, "catalog", "import", str(file))
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([{"sku": "A", "name": "A", "prices": {"kwd": 1234}}], "product 1"),
        ([{"sku": "A", "name": "A", "prices": {"usd": 0}}, {"sku": "B"}], "product 2"),
        ([{"sku": "A", "name": "A", "prices": {"usd": 10**30}}], "product 1"),
        ([{"sku": "A", "name": "A", "prices": {"xyz": 1299}}], "product 1"),
        ([{"sku": "A", "name": "A", "prices": {"usd": 1299}, "stock": 3}], "stock"),
        ([{"sku": "A", "name": "A\0", "prices": {"usd": 1299}}], "printable"),
        ([{"sku": "A", "name": "A", "description": "\ud800", "prices": {"usd": 1299}}], "description"),
        ([{"sku": "A", "name": "A", "prices": {"usd": 1299}}] * 2, "twice"),
        ({"sku": "A"}, "list"),
    ],
)
def test_every_fault_of_a_json_file_is_named(tmp_path: Path, rows: Any, expected: str) -> None:
    file = tmp_path / "faulty.json"
    file.write_text(json.dumps(rows))
    code, said = imported(file)
    assert (code, expected in said) == (1, True), said


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("sku,name,currency\nA,A,usd\n", "amount"),
        ("sku,name,currency,amount\nA,A,usd,12.99\n", "line 2"),
        ("sku,name,currency,amount\nA,A,usd,1299\nA,A,usd,1298\n", "line 3"),
        ("sku,name,currency,amount,maxQuantity\nA,A,usd,1299,many\n", "line 2"),
        ("sku,name,currency,amount\nA,A\n", "line 2"),
        ("", "lacks the columns"),
        ("sku,name,currency,amount\nA," + "a" * 200_000 + ",usd,1299\n", "after line 1"),
    ],
)
def test_every_fault_of_a_csv_file_is_named(tmp_path: Path, text: str, expected: str) -> None:
    file = tmp_path / "faulty.csv"
    file.write_text(text)
    code, said = imported(file)
    assert (code, expected in said) == (1, True), said


@pytest.mark.parametrize(("name", "content"), [("deep.json", b"[" * 100_000), ("latin.csv", b"sku,name\nA,caf\xe9\n")])
def test_what_is_no_catalog_is_one_message(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    code, said = imported(tmp_path / name)
    assert code == 1
    assert f"{name} was not imported" in said
