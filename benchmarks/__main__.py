"""`python -m benchmarks`: what a request costs, beside what the server and the framework cost by themselves."""

from contextlib import ExitStack
from os import getloadavg
from statistics import median

import uvloop

from benchmarks.figures import HEADINGS, STEADY_HEADINGS, table
from benchmarks.growth.measure import growth_tables
from benchmarks.options import CONNECTIONS, GROWTH_REQUESTS, Asked, asked
from benchmarks.rows import STEADY_SHARE, Benchmark
from benchmarks.scene import Scene, scene
from benchmarks.servers import bare, till
from benchmarks.shoppers import REQUESTS_IN_MIX


def main() -> None:
    """Measures and prints."""
    options = asked()
    if options.has_tables:
        with scene(options.database, options.mongodb) as set_up:
            print(f"Measured against {set_up.database}.", flush=True)
            starts = [_start(set_up) for _ in range(options.starts)]
            for workers in options.workers:
                _tables(set_up, options, workers)
            _notes(set_up, options, starts)
    if options.growth:
        # A database of its own: the tables before leave more orders behind than the first sizes have.
        with scene(options.database, options.mongodb) as set_up, till(set_up) as server:
            print(f"\nGrowth, measured against {set_up.database}; {CONNECTIONS} connections.", flush=True)
            measured = growth_tables(set_up, server, options.growth, GROWTH_REQUESTS, CONNECTIONS)
            print(*uvloop.run(measured), sep="\n\n")
    print(f"\nLoad average of the machine: {getloadavg()[0]:.1f}")


def _tables(set_up: Scene, options: Asked, workers: int) -> None:
    """Prints a table for each number of connections."""
    with ExitStack() as opened:
        server = opened.enter_context(till(set_up, workers=workers))
        bare_servers = {
            "bare ASGI": opened.enter_context(bare(set_up, "asgi")),
            "bare Litestar": opened.enter_context(bare(set_up, "litestar")),
        }
        for connections in options.connections:
            is_open = options.is_open_at(connections)
            benchmark = Benchmark(set_up, server, bare_servers, connections, steady=is_open)
            uvloop.run(_measured(benchmark, options))
            rows = [row.cells() + (row.steady_cells() if is_open else []) for row in benchmark.rows.values()]
            print(f"\n{workers} worker processes of the server, {connections} connections:\n")
            print(table([HEADINGS + (STEADY_HEADINGS if is_open else []), *rows]), flush=True)
        print(f"\nRSS of a worker after it all: {server.running.resident_mebibytes():.0f} MiB", flush=True)


async def _measured(benchmark: Benchmark, options: Asked) -> None:
    await benchmark.warm_up(options.warm_up)
    for _ in range(options.rounds):
        requests = max(REQUESTS_IN_MIX, options.requests // options.rounds)
        await benchmark.round(requests)
        await benchmark.deliveries(requests)


def _notes(set_up: Scene, options: Asked, starts: list[tuple[float, float]]) -> None:
    print(f"\nCPU: the server processes' user and system time per request, median of {options.rounds} rounds.")
    if options.open:
        print(
            f"Steady: {STEADY_SHARE:.0%} of the rate just measured, whatever the server answers; "
            "times count from the moment at which a request should have been sent."
        )
    middle, last = set_up.answers_within()
    print(f"The database answers a read by id within {middle:.2f} ms, 99 of 100 within {last:.2f} ms")
    walls, cpus = zip(*starts, strict=True)
    print(f"Start-up, to the first 200 of /health/ready: {median(walls):.2f} s, of which CPU {median(cpus):.2f} s")
    print(f"  (medians of {options.starts}; from {min(walls):.2f} s and {min(cpus):.2f} s)")


def _start(set_up: Scene) -> tuple[float, float]:
    with till(set_up) as server:
        return server.wall_seconds, server.cpu_seconds


if __name__ == "__main__":
    main()
