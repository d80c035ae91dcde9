"""`till catalog import` at a real database: idempotent by SKU."""

import json
from pathlib import Path

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
