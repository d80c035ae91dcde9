"""Group commit: each caller gets the outcome of what it asked for, and nothing waits while nothing is under way."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.mongodb.driver import groups
from adapters.mongodb.driver.failures import AlreadyStored
from adapters.mongodb.driver.groups import LARGEST, Groups
from application.ports.storage.failures import StoreRefused, StoreUnavailable

POISON, DUPLICATE, LOST = "poison", "duplicate", "lost"
"""What a command is refused for as a whole, what fails alone, and what leaves the whole command without an answer."""


@dataclass(frozen=True)
class Item:
    number: int
    key: str = ""
    kind: str = ""


@dataclass
class Server:
    """Answers commands: at once, or each when it is let go."""

    held: bool = False
    sent: list[list[Item]] = field(default_factory=list)
    gates: list[asyncio.Event] = field(default_factory=list)

    async def __call__(self, items: Sequence[Item]) -> Sequence[str | Exception]:
        self.sent.append(list(items))
        gate = asyncio.Event()
        self.gates.append(gate)
        if self.held:
            await gate.wait()
        else:
            await asyncio.sleep(0)
        kinds = {item.kind for item in items}
        if LOST in kinds:
            raise StoreUnavailable("the answer is lost")
        if POISON in kinds:
            raise StoreRefused("poison")
        return [AlreadyStored(str(item.number)) if item.kind == DUPLICATE else answer(item) for item in items]

    async def has_begun(self, commands: int) -> None:
        """Waits until so many commands were sent."""
        while len(self.sent) < commands:  # noqa: ASYNC110 - one step of the loop at a time
            await asyncio.sleep(0)


def answer(item: Item) -> str:
    return f"done {item.number}"


def by_key(item: Item) -> str:
    return item.key


async def test_what_comes_while_nothing_is_under_way_goes_out_at_once() -> None:
    server = Server()
    group = Groups(server)
    assert await group(Item(1)) == "done 1"
    assert await group(Item(2)) == "done 2"
    assert server.sent == [[Item(1)], [Item(2)]]


async def test_what_comes_meanwhile_goes_out_together() -> None:
    server = Server(held=True)
    group = Groups(server)
    callers = [asyncio.create_task(group(Item(number))) for number in range(5)]
    await server.has_begun(1)
    server.held = False
    server.gates[0].set()
    assert await asyncio.gather(*callers) == [f"done {number}" for number in range(5)]
    assert server.sent == [[Item(0)], [Item(number) for number in range(1, 5)]]


async def test_no_command_holds_more_than_it_may() -> None:
    server = Server()
    group = Groups(server)
    await asyncio.gather(*(group(Item(number)) for number in range(LARGEST + 5)))
    assert [len(items) for items in server.sent] == [1, LARGEST, 4]


async def test_a_command_that_is_stuck_holds_up_the_others_only_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(groups, "LONGEST_WAIT", 0.001)
    server = Server(held=True)
    group = Groups(server)
    stuck = asyncio.create_task(group(Item(1)))
    await server.has_begun(1)
    server.held = False
    assert await group(Item(2)) == "done 2"
    assert not stuck.done()
    server.gates[0].set()
    assert await stuck == "done 1"


async def test_once_a_stuck_command_has_ended_the_next_ones_are_grouped_as_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(groups, "LONGEST_WAIT", 0.001)
    server = Server(held=True)
    group = Groups(server)
    first = asyncio.create_task(group(Item(1)))
    await server.has_begun(1)
    second = asyncio.create_task(group(Item(2)))
    await server.has_begun(2)
    server.gates[0].set()
    assert await first == "done 1"
    monkeypatch.undo()
    third, fourth = (asyncio.create_task(group(Item(number))) for number in (3, 4))
    await asyncio.sleep(0)
    server.held = False
    server.gates[1].set()
    assert await asyncio.gather(second, third, fourth) == ["done 2", "done 3", "done 4"]
    assert server.sent[2:] == [[Item(3), Item(4)]]


async def test_who_leaves_before_the_group_goes_out_takes_what_it_asked_for_along() -> None:
    server = Server(held=True)
    group = Groups(server)
    first, second, third = (asyncio.create_task(group(Item(number))) for number in (1, 2, 3))
    await server.has_begun(1)
    second.cancel()
    await asyncio.sleep(0)
    server.held = False
    server.gates[0].set()
    assert await asyncio.gather(first, third) == ["done 1", "done 3"]
    assert server.sent == [[Item(1)], [Item(3)]]


async def test_who_leaves_afterwards_disturbs_nobody() -> None:
    server = Server(held=True)
    group = Groups(server)
    first, second, third = (asyncio.create_task(group(Item(number))) for number in (1, 2, 3))
    await server.has_begun(1)
    server.gates[0].set()
    await server.has_begun(2)
    second.cancel()
    server.gates[1].set()
    assert await asyncio.gather(first, third) == ["done 1", "done 3"]
    with pytest.raises(asyncio.CancelledError):
        await second


async def test_a_command_that_is_canceled_leaves_nobody_waiting() -> None:
    async def canceled(_items: Sequence[Item]) -> Sequence[str]:
        raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await Groups(canceled)(Item(1))


async def test_a_call_keeps_working_in_the_next_event_loop() -> None:
    server = Server()
    group = Groups(server)
    assert await asyncio.to_thread(lambda: asyncio.run(group(Item(1)))) == "done 1"  # type: ignore[arg-type]
    assert await group(Item(2)) == "done 2"


ITEMS = st.lists(
    st.tuples(
        st.sampled_from("abc"),
        st.sampled_from(["", "", "", DUPLICATE, POISON, LOST]),
        st.integers(min_value=0, max_value=3),
    ),
    max_size=30,
)


@given(ITEMS)
def test_each_caller_gets_the_outcome_of_its_own_in_the_order_of_its_key(drawn: list[tuple[str, str, int]]) -> None:
    items = [Item(number, key, kind) for number, (key, kind, _) in enumerate(drawn)]
    server = Server()

    async def play() -> list[str | BaseException]:
        group = Groups(server, key=by_key)

        async def call(item: Item, pause: int) -> str:
            for _ in range(pause):
                await asyncio.sleep(0)
            return await group(item)

        calls = (call(item, pause) for item, (_, _, pause) in zip(items, drawn, strict=True))
        return await asyncio.gather(*calls, return_exceptions=True)

    outcomes = asyncio.run(play())
    for item, outcome in zip(items, outcomes, strict=True):
        together = next(sent for sent in server.sent if item in sent)
        assert is_its_own(item, outcome, together), (item, outcome)
    assert {item for sent in server.sent for item in sent} == set(items)
    for sent in server.sent:
        assert len({item.key for item in sent}) == len(sent)


def is_its_own(item: Item, outcome: str | BaseException, together: Sequence[Item]) -> bool:
    if any(each.kind == LOST for each in together):
        return isinstance(outcome, StoreUnavailable)
    match item.kind:
        case "":
            return outcome == answer(item)
        case "duplicate":
            return isinstance(outcome, AlreadyStored) and str(outcome) == str(item.number)
        case _:
            return isinstance(outcome, StoreRefused)


@given(st.lists(st.sampled_from("ab"), max_size=20))
def test_what_has_the_same_key_is_done_in_its_order(keys: list[str]) -> None:
    items = [Item(number, key) for number, key in enumerate(keys)]
    server = Server()

    async def play() -> None:
        group = Groups(server, key=by_key)
        await asyncio.gather(*map(group, items))

    asyncio.run(play())
    done = [item for sent in server.sent for item in sent]
    for key in "ab":
        of_key = [item.number for item in done if item.key == key]
        assert of_key == sorted(of_key)
