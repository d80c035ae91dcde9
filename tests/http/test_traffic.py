"""docs/scaling.md says what each act asks of MongoDB; this is what it asks."""

from pathlib import Path

from tests.http.traffic import is_of_one_shard, table, traffic

SCALING = Path(__file__).parents[2] / "docs" / "scaling.md"


async def test_the_table_of_queries_is_the_measured_one(mongodb_uri: str, mongodb_database: str) -> None:
    measured = table(await traffic(mongodb_uri, mongodb_database))
    lines = SCALING.read_text().splitlines()
    start = lines.index(measured[0])
    documented = lines[start : lines.index("", start)]
    assert documented == measured, "put in what `.venv/bin/python -m tests.http.traffic` prints"


async def test_what_a_shopper_waits_for_is_of_one_shard_but_for_the_order_of_a_payment(
    mongodb_uri: str, mongodb_database: str
) -> None:
    found = await traffic(mongodb_uri, mongodb_database)
    of_every = {
        row
        for act, rows in found.items()
        if act.startswith(("create-intent", "place-order", "webhook", "refund", "a shop's", "its payment", "an order"))
        for row in rows
        if not is_of_one_shard(row)
    }
    assert of_every == {("orders", "find", "payment.paymentIntentId")}
