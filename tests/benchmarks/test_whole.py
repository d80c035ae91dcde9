"""The whole benchmark once, with a handful of requests against the stand-in of MongoDB: an error would end it."""

from __future__ import annotations

from benchmarks.growth.claims import CLAIMS
from benchmarks.growth.measure import growth_tables
from benchmarks.rows import ROWS, Benchmark
from benchmarks.scene import Database, scene
from benchmarks.servers import bare, till
from benchmarks.shoppers import REQUESTS_IN_MIX

REQUESTS = 4


async def test_every_row_is_measured_closed_and_open_and_at_each_size() -> None:
    with scene(Database.STAND_IN, None) as set_up, till(set_up) as server:
        with bare(set_up, "asgi") as nothing:
            benchmark = Benchmark(set_up, server, {"bare ASGI": nothing}, 2, steady=True)
            await benchmark.warm_up(REQUESTS)
            await benchmark.round(REQUESTS)
        rows_by_size, claims_by_size = (await growth_tables(set_up, server, [30], REQUESTS, 2, warm_up=REQUESTS))[1::2]
    rows = benchmark.rows
    assert list(rows) == ["bare ASGI", *ROWS]
    requests = dict.fromkeys(rows, REQUESTS) | {"mix": REQUESTS_IN_MIX, "delivery": 0}
    assert {name: row.requests for name, row in rows.items()} == requests
    assert {name: len(row.steady_seconds) for name, row in rows.items()} == requests
    assert rows["capture"].calls == REQUESTS
    assert list(_cells(rows_by_size)) == list(ROWS)
    assert list(_cells(claims_by_size)) == list(CLAIMS)
    assert all("-" not in cell for cell in (_cells(rows_by_size) | _cells(claims_by_size)).values())


def _cells(markdown: str) -> dict[str, str]:
    """The column of the one size, by the name of its line."""
    lines = [line.split("|") for line in markdown.splitlines()[2:]]
    return {line[1].strip(): line[2] for line in lines}
