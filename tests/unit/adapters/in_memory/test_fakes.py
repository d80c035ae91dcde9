"""The fakes fail when a test asks them to, let other tasks run, and cannot be changed from outside."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from adapters.in_memory.mail.mailbox import MailBox
from adapters.in_memory.stores.all_stores import InMemoryStores
from adapters.in_memory.system.clock import START, VirtualClock
from adapters.in_memory.system.intercepted import Call, intercepted
from adapters.in_memory.system.request_scopes import SeededRequestScopes
from application.ports.mail.mailer import MailRefused, MailUnavailable
from application.ports.storage.failures import StoreUnavailable
from application.ports.storage.outbox import Audience
from domain.orders.notices import OperatorNotice, ShopperNotice
from tests.builders import AUDIT_SECRET, alert, checkout, inbox_entry, paid, product, user
from tests.when import after


@pytest.fixture
def stores() -> InMemoryStores:
    return InMemoryStores(AUDIT_SECRET, [product()])


async def test_a_store_that_is_down_does_nothing(stores: InMemoryStores) -> None:
    order = checkout()
    stores.faults.down = True
    with pytest.raises(StoreUnavailable):
        await stores.orders.add(order)
    with pytest.raises(StoreUnavailable):
        await stores.catalog.products()
    stores.faults.down = False
    assert await stores.orders.get(order.id) is None


async def test_a_lost_answer_leaves_the_write_behind(stores: InMemoryStores) -> None:
    added = await stores.orders.add(checkout())
    stores.faults.answers_to_lose = 1
    with pytest.raises(StoreUnavailable):
        await stores.orders.save(paid(added))
    stored = await stores.orders.get(added.id)
    assert stored is not None
    assert stored.version == 2


async def test_every_call_lets_others_run(stores: InMemoryStores) -> None:
    turns: list[str] = []

    async def take_turns(name: str) -> None:
        for _ in range(2):
            await stores.users.get(user().id)
            turns.append(name)

    await asyncio.gather(take_turns("one"), take_turns("other"))
    assert turns == ["one", "other", "one", "other"]


async def test_a_history_cannot_be_changed_behind_the_stores_back(stores: InMemoryStores) -> None:
    order = checkout()
    added = await stores.orders.add(order)
    order.changes[0].data["amount"] = 1  # type: ignore[index]
    entries = await stores.histories.entries(added.id)
    assert entries is not None
    assert entries[0].data["amount"] == 1299
    with pytest.raises(TypeError):
        entries[0].data["amount"] = 1  # type: ignore[index]


async def test_every_call_of_a_port_can_be_stopped_before_and_after(stores: InMemoryStores) -> None:
    calls: list[str] = []

    async def before(call: Call) -> None:
        calls.append(f"before {call.port}.{call.method}")

    async def after_it(call: Call) -> None:
        calls.append(f"after {call.method}")

    orders = intercepted(stores.orders, before, after_it)
    added = await orders.add(checkout())
    assert await orders.get(added.id) == added
    assert calls == ["before InMemoryOrders.add", "after add", "before InMemoryOrders.get", "after get"]


async def test_a_stop_before_a_call_prevents_it_and_one_after_it_does_not(stores: InMemoryStores) -> None:
    async def die(call: Call) -> None:
        raise KeyboardInterrupt(call.method)

    order = checkout()
    with pytest.raises(KeyboardInterrupt):
        await intercepted(stores.orders, before=die).add(order)
    assert await stores.orders.get(order.id) is None
    with pytest.raises(KeyboardInterrupt):
        await intercepted(stores.orders, after=die).add(order)
    assert await stores.orders.get(order.id) is not None


async def test_iterators_and_plain_methods_pass_an_interceptor(stores: InMemoryStores) -> None:
    calls: list[Call] = []

    async def note(call: Call) -> None:
        calls.append(call)

    added = await stores.orders.add(checkout())
    search = intercepted(stores.order_search, before=note, after=note)
    assert [order async for page in search.watched(after(1)) for order in page.orders] == [added]
    assert [call.method for call in calls] == ["watched", "watched"]
    assert intercepted(VirtualClock(), before=note).now() == START


async def test_virtual_time_passes_only_when_asked(stores: InMemoryStores) -> None:
    clock = VirtualClock()
    assert clock.now() == START
    await asyncio.gather(clock.sleep(5), clock.sleep(3))
    assert clock.now() == START + timedelta(seconds=5)
    assert clock.advance(hours=1) == START + timedelta(seconds=5, hours=1)


def test_a_seed_repeats_its_origins() -> None:
    one, same, other = SeededRequestScopes(7), SeededRequestScopes(7), SeededRequestScopes(8)
    first = [one.fresh() for _ in range(3)]
    assert first == [same.fresh() for _ in range(3)]
    assert len({*first, other.fresh()}) == 4


async def test_the_mail_box_keeps_what_it_takes_and_refuses_what_it_must(stores: InMemoryStores) -> None:
    box, order = MailBox(), await stores.orders.add(paid())
    entries = await stores.histories.entries(order.id)
    assert entries is not None
    await box.to_shopper(ShopperNotice.CONFIRMED, order, entries[-1], "m-1")
    await box.to_operator(OperatorNotice.DISPUTE, order, entries[-1], "m-2")
    await box.alert(alert(), "m-3")
    assert [(mail.to, mail.message_id) for mail in box.mails] == [
        (Audience.SHOPPER, "m-1"),
        (Audience.OPERATOR, "m-2"),
        (Audience.OPERATOR, "m-3"),
    ]
    box.refused.add(order.contact.email)
    with pytest.raises(MailRefused):
        await box.to_shopper(ShopperNotice.CONFIRMED, order, entries[-1], "m-4")
    box.answers_to_lose = 1
    with pytest.raises(MailUnavailable):
        await box.alert(alert(), "m-5")
    box.down = True
    with pytest.raises(MailUnavailable):
        await box.alert(alert(), "m-6")
    assert [mail.message_id for mail in box.mails] == ["m-1", "m-2", "m-3", "m-5"]


async def test_alerts_remember_when_they_were_mailed(stores: InMemoryStores) -> None:
    raised = alert()
    await stores.alerts.raise_alert(raised)
    await stores.alerts.mark_sent(raised.id, after(9))
    assert stores.alerts.mailed == {raised.id: after(9)}
    assert await stores.inbox.receive(inbox_entry()) is None
