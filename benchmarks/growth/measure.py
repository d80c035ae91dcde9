"""Measures each row and each of a worker's claims at one size of the database after the other."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from pymongo import MongoClient

from adapters.mongodb.driver.connection import Document, connect, disconnect, open_database
from benchmarks.figures import milliseconds, table
from benchmarks.growth.claims import REPEATED, questions, timed
from benchmarks.growth.fill import Filler
from benchmarks.rows import Benchmark
from benchmarks.scene import DATABASE, Scene
from benchmarks.servers import Server
from benchmarks.shoppers import REQUESTS_IN_MIX, SHOPPERS

Measured = dict[str, list[float]]
"""Seconds by the name of what took them."""

WARM_UP = SHOPPERS * REQUESTS_IN_MIX
"""Every shopper buys once, so that their customer is known."""


async def growth_tables(
    scene: Scene, server: Server, sizes: Sequence[int], requests: int, connections: int, *, warm_up: int = WARM_UP
) -> list[str]:
    """Returns a table of the rows and one of the claims, with a column for each size, which go upwards."""
    await Benchmark(scene, server, {}, connections).warm_up(warm_up)
    rows: dict[int, Measured] = {}
    claims: dict[int, Measured] = {}
    with MongoClient[Document](scene.mongodb_uri) as client:
        _forget(client, datetime.min.replace(tzinfo=UTC))
        filler = Filler(client[DATABASE], scene.audit_secret.encode(), datetime.now(UTC))
        for size in sizes:
            filler.fill(size)
            claims[size] = await _claims(scene)
            begun = datetime.now(UTC)
            benchmark = Benchmark(scene, server, {}, connections)
            await benchmark.round(requests)
            await benchmark.deliveries(requests)
            rows[size] = {name: row.seconds for name, row in benchmark.rows.items()}
            # What the rows stored is not part of the next size, and no worker runs that would settle it.
            _forget(client, begun)
    return [
        f"Rows, {requests} requests each, ms (p50 / p99), by the number of stored orders:",
        growth_table(rows),
        f"A worker's claims, {REPEATED} of each, ms (p50 / p99), by the number of stored orders:",
        growth_table(claims),
    ]


def growth_table(measured: Mapping[int, Measured]) -> str:
    """Returns a table with a line for each name and a column for each size."""
    names = dict.fromkeys(name for found in measured.values() for name in found)
    headings = ["", *(f"{size:,}" for size in measured)]
    return table([headings, *([name, *(_cell(found.get(name, [])) for found in measured.values())] for name in names)])


def _cell(seconds: Sequence[float]) -> str:
    return f"{milliseconds(seconds, 0.5)} / {milliseconds(seconds, 0.99)}"


async def _claims(scene: Scene) -> Measured:
    client = connect(scene.mongodb_uri)
    try:
        asked = questions(open_database(client, DATABASE))
        return {name: await timed(question) for name, question in asked.items()}
    finally:
        await disconnect(client)


def _forget(client: MongoClient[Document], since: datetime) -> None:
    """Deletes the orders and the events that came since then."""
    database = client[DATABASE]
    database["orders"].delete_many({"createdAt": {"$gte": since}})
    database["webhook_events"].delete_many({"receivedAt": {"$gte": since}})
