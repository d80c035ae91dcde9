"""One process at a time sends to an endpoint, to many orders at once, and a slow one holds up only itself."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import datetime

import pytest

from adapters.in_memory.shop.receivers import Receivers
from adapters.in_memory.stores.all_stores import InMemoryStores
from adapters.in_memory.system.clock import VirtualClock
from adapters.in_memory.system.fault_reports import RecordedFaults
from application.notifications.deliver_events import DeliverEvents
from application.ports.shop.webhooks import Endpoint, endpoint_at
from application.ports.storage.failures import StoreUnavailable
from domain.identifiers.types import OrderId
from domain.orders.order import Order
from domain.orders.shop_message import ShopMessage
from entrypoints.worker.endpoint_sender import AT_ONCE, EndpointSender
from entrypoints.worker.rounds import Duty, perform
from tests import builders
from tests.when import AT

SHOP = endpoint_at("https://shop.example/hooks")


@dataclass
class SlowFor(Receivers):
    """Receivers that answer for some orders only once they are allowed to."""

    slow: set[OrderId] = field(default_factory=set)
    allowed: asyncio.Event = field(default_factory=asyncio.Event)
    begun: asyncio.Event = field(default_factory=asyncio.Event)
    at_once: int = 0
    most_at_once: int = 0

    async def send(self, endpoint: Endpoint, message: ShopMessage, at: datetime) -> None:
        self.begun.set()
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            if message.order_id in self.slow:
                await self.allowed.wait()
            await super().send(endpoint, message, at)
        finally:
            self.at_once -= 1


@dataclass
class Office:
    clock: VirtualClock = field(default_factory=lambda: VirtualClock(AT))
    receivers: SlowFor = field(default_factory=SlowFor)
    stores: InMemoryStores = field(
        default_factory=lambda: InMemoryStores(builders.AUDIT_SECRET, endpoint_ids=(SHOP.id,))
    )

    async def paid(self) -> Order:
        return await self.stores.orders.add(builders.paid())

    def sender(self, holder: str = "worker 1") -> EndpointSender:
        deliver = DeliverEvents(
            outbox=self.stores.shop_outbox,
            webhooks=self.receivers,
            alerts=self.stores.alerts,
            fault_reports=RecordedFaults(),
            clock=self.clock,
        )
        return EndpointSender(
            endpoint=SHOP,
            outbox=self.stores.shop_outbox,
            leases=self.stores.leases,
            deliver=deliver,
            clock=self.clock,
            holder=holder,
        )

    def arrived(self) -> list[OrderId]:
        return [message.order_id for _, message in self.receivers.posts]


@pytest.fixture
def office() -> Office:
    return Office()


async def until_idle(sender: EndpointSender) -> None:
    while await sender():
        pass


async def test_everything_that_waits_is_sent_and_the_index_is_made_once(office: Office) -> None:
    orders = {(await office.paid()).id for _ in range(3)}
    sender = office.sender()
    await until_idle(sender)
    assert set(office.arrived()) == orders
    await office.paid()
    await until_idle(sender)
    assert len(office.arrived()) == 4


async def test_a_slow_order_holds_up_no_other_and_is_sent_once(office: Office) -> None:
    slow = await office.paid()
    office.receivers.slow.add(slow.id)
    sender = office.sender()
    others = {(await office.paid()).id for _ in range(2 * AT_ONCE)}
    while len(office.arrived()) < len(others):
        assert await sender()
    assert set(office.arrived()) == others
    assert office.receivers.most_at_once <= AT_ONCE
    office.receivers.allowed.set()
    await until_idle(sender)
    assert office.arrived()[-1] == slow.id
    assert len(office.arrived()) == len(others) + 1


async def test_two_processes_never_send_to_one_endpoint(office: Office) -> None:
    await office.paid()
    first, second = office.sender("worker 1"), office.sender("worker 2")
    await until_idle(first)
    await office.paid()
    assert await second() == 0
    office.clock.advance(6)
    assert await second() == 0
    assert len(office.arrived()) == 1
    office.clock.advance(40)
    await until_idle(second)
    assert len(office.arrived()) == 2
    assert await first() == 0


async def test_a_lease_that_runs_out_is_renewed_in_time(office: Office) -> None:
    first, second = office.sender("worker 1"), office.sender("worker 2")
    for _ in range(10):
        await first()
        office.clock.advance(10)
        assert await second() == 0
    await office.paid()
    await until_idle(first)
    assert len(office.arrived()) == 1


async def test_a_process_that_stops_lets_its_sendings_end_and_the_next_one_begin_at_once(office: Office) -> None:
    slow = await office.paid()
    office.receivers.slow.add(slow.id)
    stop = asyncio.Event()
    first = office.sender("worker 1")
    worker = asyncio.create_task(perform(Duty(name="shop_events", do=first, pause=0.01, close=first.close), stop))
    await office.receivers.begun.wait()
    stop.set()
    office.receivers.allowed.set()
    await worker
    assert office.arrived() == [slow.id]
    await office.paid()
    await until_idle(office.sender("worker 2"))
    assert len(office.arrived()) == 2


async def test_a_database_that_is_gone_ends_the_round_and_loses_nothing(office: Office) -> None:
    await office.paid()
    sender = office.sender()
    office.stores.faults.down = True
    with pytest.raises(StoreUnavailable):
        await sender()
    office.stores.faults.down = False
    office.stores.faults.answers_to_lose = 0
    await until_idle(sender)
    assert len(office.arrived()) == 1
