"""`python -m benchmarks`: what a request costs, beside what the server and the framework cost by themselves."""

import argparse
import os
from collections.abc import Awaitable, Callable, Sequence
from contextlib import ExitStack
from os import getloadavg
from statistics import median

import uvloop

from benchmarks import load
from benchmarks.figures import HEADINGS, Row, table
from benchmarks.load import Caller
from benchmarks.scene import Database, Scene, scene
from benchmarks.servers import Server, bare, till
from benchmarks.shop import CUSTOMERS, ShopServer, measure_deliveries
from benchmarks.shoppers import REQUESTS_IN_MIX, Shoppers

Journey = Callable[[Caller], Awaitable[None]]

CONNECTIONS = 16
ROUNDS = 5
STARTS = 5
ROWS = ("create-intent", "place-order", "webhook", "get-order", "mix", "checkout", "open", "refund", "delivery")


class Benchmark:
    """Rounds in which every row has its turn, so that a machine that is disturbed disturbs all of them alike."""

    def __init__(self, scene: Scene, server: Server, bare_servers: dict[str, Server], connections: int) -> None:
        self._connections = connections
        self._scene = scene
        self._server = server
        self._bare = bare_servers
        self._shoppers = Shoppers(scene)
        self._shop = ShopServer(scene)
        self.rows = {name: Row(name) for name in (*bare_servers, *ROWS)}

    async def warm_up(self, requests: int) -> None:
        """Purchases that do not count; also every shopper's first, at which their customer is made."""
        await load.run(self._server.port, [self._shoppers.mix] * (requests // REQUESTS_IN_MIX + 1), self._connections)
        await load.run(self._server.port, [self._shop.store] * CUSTOMERS, self._connections)
        await load.run(self._server.port, [self._shop.open] * CUSTOMERS, self._connections)
        for server in self._bare.values():
            await load.run(server.port, [_front_page] * requests, self._connections)

    async def round(self, requests: int) -> None:
        """One turn for each row."""
        shoppers = self._shoppers
        for name, server in self._bare.items():
            await self._measure(name, server, [_front_page] * requests)
        await self._measure("create-intent", self._server, [shoppers.create_intent] * requests)
        await self._measure("place-order", self._server, [shoppers.place_order] * requests)
        await load.run(self._server.port, [shoppers.create_intent] * requests, self._connections)
        events = await shoppers.announced(shoppers.waiting)
        shoppers.orders += shoppers.waiting
        shoppers.waiting = []
        await self._measure("webhook", self._server, [event.deliver for event in events])
        await self._measure("checkout", self._server, [self._shop.store] * requests)
        await self._measure("open", self._server, [self._shop.open] * requests)
        await self._measure("get-order", self._server, [shoppers.get_order] * requests)
        await self._measure("mix", self._server, [shoppers.mix] * (requests // REQUESTS_IN_MIX + 1))
        await self._measure("refund", self._server, [shoppers.refund] * min(requests, len(shoppers.orders)))
        await measure_deliveries(self._scene, shoppers, requests, self.rows["delivery"])

    async def _measure(self, name: str, server: Server, journeys: Sequence[Journey]) -> None:
        commands, calls = self._scene.mongodb_commands(), self._scene.stripe_calls()
        cpu = server.running.cpu_seconds()
        took = await load.run(server.port, journeys, self._connections)
        cpu = server.running.cpu_seconds() - cpu
        self.rows[name].add(took, cpu, self._scene.mongodb_commands() - commands, self._scene.stripe_calls() - calls)


async def _front_page(caller: Caller) -> None:
    await caller.get("/")


def main() -> None:
    """Measures and prints."""
    asked = _asked()
    with scene(asked.database, asked.mongodb) as set_up, ExitStack() as opened:
        starts = [_start(set_up) for _ in range(asked.starts)]
        server = opened.enter_context(till(set_up, workers=asked.workers))
        bare_servers = {
            "bare ASGI": opened.enter_context(bare(set_up, "asgi")),
            "bare Litestar": opened.enter_context(bare(set_up, "litestar")),
        }
        print(f"Measured against {set_up.database}; {asked.workers} worker processes of the server.")
        for connections in asked.connections:
            benchmark = Benchmark(set_up, server, bare_servers, connections)
            uvloop.run(_measured(benchmark, asked))
            print(f"\n{connections} connections:\n")
            print(table([HEADINGS, *(row.cells() for row in benchmark.rows.values())]))
        print(f"\nCPU: the server process's user and system time per request, median of {asked.rounds} rounds.")
        middle, last = set_up.answers_within()
        print(f"The database answers a read by id within {middle:.2f} ms, 99 of 100 within {last:.2f} ms")
        print(f"RSS of a worker after it all: {server.running.resident_mebibytes():.0f} MiB")
        walls, cpus = zip(*starts, strict=True)
        print(f"Start-up, to the first 200 of /health/ready: {median(walls):.2f} s, of which CPU {median(cpus):.2f} s")
        print(f"  (medians of {asked.starts}; from {min(walls):.2f} s and {min(cpus):.2f} s)")
        print(f"Load average of the machine: {getloadavg()[0]:.1f}")


async def _measured(benchmark: Benchmark, asked: argparse.Namespace) -> None:
    await benchmark.warm_up(asked.warm_up)
    for _ in range(asked.rounds):
        await benchmark.round(max(REQUESTS_IN_MIX, asked.requests // asked.rounds))


def _start(set_up: Scene) -> tuple[float, float]:
    with till(set_up) as server:
        return server.wall_seconds, server.cpu_seconds


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="What a request costs.")
    parser.add_argument("--requests", type=int, default=2000, help="for each row, over all rounds (default 2000)")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help=f"over which medians are taken (default {ROUNDS})")
    parser.add_argument("--warm-up", type=int, default=2000, help="requests that do not count (default 2000)")
    parser.add_argument("--starts", type=int, default=STARTS, help=f"of the server, timed (default {STARTS})")
    parser.add_argument(
        "--mongodb",
        metavar="URI",
        default=os.environ.get("TILL_TEST_MONGODB"),
        help="measure against this MongoDB instead (TILL_TEST_MONGODB unless given)",
    )
    parser.add_argument(
        "--connections", type=int, nargs="+", default=[CONNECTIONS], help=f"a table for each (default {CONNECTIONS})"
    )
    parser.add_argument("--workers", type=int, default=1, help="processes of the server (default 1)")
    parser.add_argument(
        "--database",
        type=Database,
        choices=list(Database),
        default=Database.STAND_IN,
        help="the throwaway one to start (default stand-in: it answers at once, so that Till is what is measured)",
    )
    return parser.parse_args()


if __name__ == "__main__":
    main()
