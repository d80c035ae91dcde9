"""Nothing can be changed, cut out, swapped or cut off in a history unseen."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.identifiers.types import OrderId
from domain.orders.history import ChainHead, Change, Entry, EntryType, chained, first_broken, is_state_changed
from tests import builders, when

ORDER = OrderId("ord_000000001299")
SECRET = builders.AUDIT_SECRET
FEW = settings(max_examples=20)
"""A chain is slow to make up and has few shapes."""

values = st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.text(max_size=12)
changes = st.builds(
    Change,
    type=st.sampled_from(EntryType),
    by=st.builds(
        lambda seconds, actor: builders.by(actor, "event:evt_1", when.after(seconds)),
        st.integers(0, 10**6),
        st.sampled_from(["stripe", "till", "admin:boss"]),
    ),
    data=st.dictionaries(st.text(max_size=8), values, max_size=4),
)
histories = st.lists(changes, min_size=1, max_size=6).map(lambda made: chained(ORDER, ChainHead(), made, SECRET))
longer = histories.filter(lambda entries: len(entries) > 1)


def head_of(entries: tuple[Entry, ...]) -> ChainHead:
    return ChainHead(seq=entries[-1].seq, hash=entries[-1].hash)


@settings(FEW)
@given(histories)
def test_a_chain_that_nobody_touched_is_whole(entries: tuple[Entry, ...]) -> None:
    assert [entry.seq for entry in entries] == [*range(1, len(entries) + 1)]
    assert first_broken(ORDER, entries, head_of(entries), SECRET) is None


def test_while_the_secret_is_rotated_either_may_have_signed_an_entry() -> None:
    newer, head, entries = b"the audit secret after this one", ChainHead(), ()
    change = Change(type=EntryType.CHECKOUT_STARTED, by=builders.by(), data={})
    for secret in (SECRET, newer, SECRET, newer):
        entries += chained(ORDER, head, [change], secret)
        head = head_of(entries)
    assert first_broken(ORDER, entries, head, newer, SECRET) is None
    assert first_broken(ORDER, entries, head, newer) == 1
    assert first_broken(ORDER, entries, head, SECRET) == 2
    assert first_broken(ORDER, entries, head, newer, b"neither") == 1


@settings(FEW)
@given(st.lists(changes, min_size=2, max_size=6), st.data())
def test_a_chain_is_the_same_however_it_was_saved(made: list[Change], data: st.DataObject) -> None:
    cut = data.draw(st.integers(1, len(made) - 1))
    first = chained(ORDER, ChainHead(), made[:cut], SECRET)
    assert first + chained(ORDER, head_of(first), made[cut:], SECRET) == chained(ORDER, ChainHead(), made, SECRET)


def test_an_entry_or_an_end_that_can_not_be_read_is_a_broken_one() -> None:
    made = [Change(type=EntryType.CHECKOUT_STARTED, by=builders.by(), data={})] * 2
    first, second = chained(ORDER, ChainHead(), made, SECRET)
    end = head_of((first, second))
    assert first_broken(ORDER, (None, second), end, SECRET) == 1
    assert first_broken(ORDER, (first, None), end, SECRET) == 2
    assert first_broken(ORDER, (first, second), None, SECRET) == 3


def test_an_order_without_changes_has_an_empty_chain() -> None:
    assert chained(ORDER, ChainHead(), (), SECRET) == ()
    assert first_broken(ORDER, (), ChainHead(), SECRET) == 1, "every order has a first entry"


TAMPERINGS: dict[str, Callable[[Entry], Entry]] = {
    "type": lambda entry: replace(
        entry,
        type=EntryType.HOLD_RELEASED if entry.type is not EntryType.HOLD_RELEASED else EntryType.REFUND_SUCCEEDED,
    ),
    "time": lambda entry: replace(entry, at=entry.at + timedelta(milliseconds=1)),
    "actor": lambda entry: replace(entry, actor=entry.actor + "x"),
    "cause": lambda entry: replace(entry, cause="event:evt_2"),
    "data": lambda entry: replace(entry, data={**entry.data, "amount": "forged"}),
    "hash": lambda entry: replace(entry, hash="0" * 64),
    "seq": lambda entry: replace(entry, seq=entry.seq + 1),
}


@pytest.mark.parametrize("part", TAMPERINGS)
@settings(FEW)
@given(entries=histories, data=st.data())
def test_a_changed_entry_is_found(part: str, entries: tuple[Entry, ...], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(entries) - 1))
    forged = (*entries[:place], TAMPERINGS[part](entries[place]), *entries[place + 1 :])
    assert first_broken(ORDER, forged, head_of(entries), SECRET) == place + 1


@settings(FEW)
@given(entries=longer, data=st.data())
def test_an_entry_cut_out_is_found(entries: tuple[Entry, ...], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(entries) - 2))
    cut = entries[:place] + entries[place + 1 :]
    assert first_broken(ORDER, cut, head_of(entries), SECRET) == place + 1


@settings(FEW)
@given(entries=longer, data=st.data())
def test_two_entries_swapped_are_found(entries: tuple[Entry, ...], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(entries) - 2))
    swapped = (*entries[:place], entries[place + 1], entries[place], *entries[place + 2 :])
    renumbered = tuple(replace(entry, seq=seq) for seq, entry in enumerate(swapped, start=1))
    for forged in (swapped, renumbered):
        assert first_broken(ORDER, forged, head_of(entries), SECRET) == place + 1


@settings(FEW)
@given(entries=histories, data=st.data())
def test_a_tail_cut_off_is_found(entries: tuple[Entry, ...], data: st.DataObject) -> None:
    left = data.draw(st.integers(0, len(entries) - 1))
    assert first_broken(ORDER, entries[:left], head_of(entries), SECRET) == left + 1


@settings(FEW)
@given(histories)
def test_an_entry_added_behind_the_head_is_found(entries: tuple[Entry, ...]) -> None:
    before = entries[:-1]
    head = head_of(before) if before else ChainHead()
    assert first_broken(ORDER, entries, head, SECRET) == len(entries)


@settings(FEW)
@given(histories)
def test_a_chain_of_another_order_or_another_secret_is_broken_from_the_start(entries: tuple[Entry, ...]) -> None:
    assert first_broken(OrderId("ord_000000000833"), entries, head_of(entries), SECRET) == 1
    assert first_broken(ORDER, entries, head_of(entries), b"another secret") == 1


def test_an_entry_signed_behind_another_one_does_not_fit_here() -> None:
    def change(entry_type: EntryType) -> Change:
        return Change(type=entry_type, by=builders.by(), data={})

    ours = chained(ORDER, ChainHead(), [change(EntryType.CHECKOUT_STARTED)], SECRET)
    theirs = chained(ORDER, ChainHead(), [change(EntryType.PAYMENT_ATTEMPTED), change(EntryType.HOLD_RELEASED)], SECRET)
    spliced = (*ours, theirs[1])
    assert first_broken(ORDER, spliced, head_of(spliced), SECRET) == 2


def stated(*states: str | None) -> tuple[Entry, ...]:
    """A chain with one entry saved with each of these states."""
    entries: tuple[Entry, ...] = ()
    made = Change(type=EntryType.PAYMENT_ATTEMPTED, by=builders.by(), data={})
    for state in states:
        entries += chained(ORDER, head_of(entries) if entries else ChainHead(), [made], SECRET, state)
    return entries


def test_the_state_that_an_entry_was_saved_with_is_signed_with_it() -> None:
    entries = stated("a", "b")
    forged = (entries[0], replace(entries[1], state="c"))

    assert first_broken(ORDER, entries, head_of(entries), SECRET) is None
    assert first_broken(ORDER, forged, head_of(entries), SECRET) == 2


@pytest.mark.parametrize(
    ("states", "stored", "is_changed"),
    [
        (("a", "b"), "b", False),
        (("a", "b"), "a", True),
        (("a", "b"), None, True),
        ((None, "b"), "b", False),
        ((None, "b"), "c", True),
        (("a", None), "a", True),
        ((None, None), "c", False),
    ],
)
def test_a_state_that_the_last_entry_was_not_saved_with_is_changed(
    states: tuple[str | None, ...], stored: str | None, is_changed: bool
) -> None:
    assert is_state_changed(stated(*states), stored) is is_changed
