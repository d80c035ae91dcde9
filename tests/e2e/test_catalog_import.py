"""`till catalog import` at a real database: idempotent by SKU, and every fault of a file by its place."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.running_sandbox import RunningSandbox
from tests.e2e.shop import ADDRESS, Shop
from tests.e2e.till_process import environment_of, till

CSV = """\ufeffsku,name,currency,amount,description,maxQuantity,active
PENCIL-HB,"Pencil, HB",usd,75,"Cedar,
six sides",12,yes
PENCIL-HB,"Pencil, HB",jpy,110,,,
PENCIL-HB,"Pencil, HB",kwd,1230,,,
OLD-PEN,Old pen,usd,1299,,,no
"""


def imported(sandbox: RunningSandbox, file: Path) -> tuple[int, str]:
    done = till(environment_of(sandbox), "catalog", "import", str(file))
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout + done.stderr


def test_a_spreadsheets_export_is_sold_at_once_and_imported_once(
    sandbox: RunningSandbox, shop: Shop, tmp_path: Path
) -> None:
    file = tmp_path / "pencils.csv"
    file.write_text(CSV, encoding="utf-8", newline="")
    assert imported(sandbox, file) == (0, "2 products read, 2 new or changed.\n")
    assert imported(sandbox, file) == (0, "2 products read, 0 new or changed.\n")

    body = {"items": [{"sku": "PENCIL-HB", "quantity": 2}], "shippingAddress": ADDRESS, "currency": "kwd"}
    quote = shop.post("/api/checkout/quote", body, shop.person()).json()
    assert quote["lines"] == [
        {"sku": "PENCIL-HB", "name": "Pencil, HB", "unitPrice": 1230, "quantity": 2, "total": 2460}
    ]
    assert quote["breakdown"]["total"] % 10 == 0
    for sku, quantity in (("PENCIL-HB", 13), ("OLD-PEN", 1)):
        refused = shop.post("/api/checkout/quote", {"items": [{"sku": sku, "quantity": quantity}]}, shop.person())
        assert refused.status_code == 422, sku

    file.with_suffix(".json").write_text(json.dumps([{"sku": "PENCIL-HB", "name": "Pencil", "prices": {"usd": 83}}]))
    assert imported(sandbox, file.with_suffix(".json")) == (0, "1 products read, 1 new or changed.\n")


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
def test_every_fault_of_a_json_file_is_named(sandbox: RunningSandbox, tmp_path: Path, rows: Any, expected: str) -> None:
    file = tmp_path / "faulty.json"
    file.write_text(json.dumps(rows))
    code, said = imported(sandbox, file)
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
def test_every_fault_of_a_csv_file_is_named(sandbox: RunningSandbox, tmp_path: Path, text: str, expected: str) -> None:
    file = tmp_path / "faulty.csv"
    file.write_text(text)
    code, said = imported(sandbox, file)
    assert (code, expected in said) == (1, True), said


@pytest.mark.parametrize(("name", "content"), [("deep.json", b"[" * 100_000), ("latin.csv", b"sku,name\nA,caf\xe9\n")])
def test_what_is_no_catalog_is_one_message(sandbox: RunningSandbox, tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    code, said = imported(sandbox, tmp_path / name)
    assert code == 1
    assert f"{name} was not imported" in said
