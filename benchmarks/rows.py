"""The rows of a table: what each sends, and what must be there before it can."""

from collections.abc import Awaitable, Callable, Mapping, Sequence, Sized

from benchmarks import load
from benchmarks.figures import Row
from benchmarks.load import Caller, Journey, Load
from benchmarks.scene import Scene
from benchmarks.servers import Server
from benchmarks.shop import CUSTOMERS, ShopServer, measure_deliveries
from benchmarks.shoppers import REQUESTS_IN_MIX, Shoppers

ROWS = (
    *("create-intent", "place-order", "webhook", "get-order", "mix"),
    *("checkout", "open", "capture", "refund", "delivery"),
)

STEADY_SHARE = 0.6
"""Of the rate that was just measured, at which the same requests come steadily: a busy server, and not a full one."""

_Prepare = Callable[[], Awaitable[Sequence[Journey]]]


class Benchmark:
    """Rounds in which every row has its turn, so that a machine that is disturbed disturbs all of them alike."""

    def __init__(
        self,
        scene: Scene,
        server: Server,
        bare_servers: Mapping[str, Server],
        connections: int,
        *,
        steady: bool = False,
    ) -> None:
        self._connections = connections
        self._scene = scene
        self._server = server
        self._bare = bare_servers
        self._steady = steady
        self._shoppers = Shoppers(scene)
        self._shop = ShopServer(scene)
        self.rows = {name: Row(name) for name in (*bare_servers, *ROWS)}

    async def warm_up(self, requests: int) -> None:
        """Sends purchases that do not count; also every shopper's first, at which their customer is made."""
        await self._run([self._shoppers.mix] * (requests // REQUESTS_IN_MIX + 1))
        customers = min(requests, CUSTOMERS)
        await self._run([self._shop.store] * customers)
        await self._run([self._shop.open] * customers)
        for journey in (self._shop.authorize, self._shop.capture):
            await self._run([journey] * min(requests, self._connections))
        for server in self._bare.values():
            await load.run(server.port, [_front_page] * requests, self._connections)

    async def round(self, requests: int) -> None:
        """Gives each row of requests one turn."""
        shoppers, shop = self._shoppers, self._shop
        for name, server in self._bare.items():
            await self._turn(name, server, self._ready(_front_page, requests))
        for name, prepare in {
            "create-intent": self._ready(shoppers.create_intent, requests),
            "place-order": self._stocked(shoppers.place_order, requests, shoppers.waiting, shoppers.create_intent),
            "webhook": lambda: self._events(requests),
            "checkout": self._ready(shop.store, requests),
            "open": self._stocked(shop.open, requests, shop.waiting, shop.store),
            "get-order": self._stocked(shoppers.get_order, requests, shoppers.orders, shoppers.buy, least=1),
            "mix": self._ready(shoppers.mix, requests // REQUESTS_IN_MIX + 1),
            "refund": self._stocked(shoppers.refund, requests, shoppers.orders, shoppers.buy),
            "capture": self._stocked(shop.capture, requests, shop.authorized, shop.authorize),
        }.items():
            await self._turn(name, self._server, prepare)

    async def deliveries(self, requests: int) -> None:
        """Gives the one row that is no request its turn: the server is another, which notifies the shop."""
        await measure_deliveries(self._scene, self._shoppers, requests, self.rows["delivery"])

    async def _turn(self, name: str, server: Server, prepare: _Prepare) -> None:
        journeys = await prepare()
        took = await self._measure(name, server, journeys)
        if self._steady:
            again, rate = await prepare(), STEADY_SHARE * len(journeys) / took.wall
            self.rows[name].add_steady(await load.run_steadily(server.port, again, self._connections, rate))

    async def _measure(self, name: str, server: Server, journeys: Sequence[Journey]) -> Load:
        commands, calls = self._scene.mongodb_commands(), self._scene.stripe_calls()
        cpu = server.running.cpu_seconds()
        took = await load.run(server.port, journeys, self._connections)
        cpu = server.running.cpu_seconds() - cpu
        self.rows[name].add(took, cpu, self._scene.mongodb_commands() - commands, self._scene.stripe_calls() - calls)
        return took

    async def _run(self, journeys: Sequence[Journey]) -> None:
        await load.run(self._server.port, journeys, self._connections)

    def _ready(self, journey: Journey, requests: int) -> _Prepare:
        """Journeys that need nothing."""
        return lambda: self._supplied(journey, requests, (), journey, 0)

    def _stocked(
        self, journey: Journey, requests: int, stock: Sized, fill: Journey, *, least: int | None = None
    ) -> _Prepare:
        """Journeys each of which uses up one of a stock, to which `fill` adds one."""
        return lambda: self._supplied(journey, requests, stock, fill, requests if least is None else least)

    async def _supplied(
        self, journey: Journey, requests: int, stock: Sized, fill: Journey, least: int
    ) -> Sequence[Journey]:
        await self._run([fill] * max(0, least - len(stock)))
        return [journey] * requests

    async def _events(self, requests: int) -> Sequence[Journey]:
        """Events of orders that wait for them."""
        shoppers = self._shoppers
        await self._run([shoppers.create_intent] * max(0, requests - len(shoppers.waiting)))
        announced = [shoppers.waiting.pop() for _ in range(requests)]
        events = await shoppers.announced(announced)
        shoppers.orders += announced
        return [event.deliver for event in events]


async def _front_page(caller: Caller) -> None:
    await caller.get("/")
