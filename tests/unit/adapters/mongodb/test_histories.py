"""Anything that a person with access to the database writes into a history is found, and nothing fails over it."""

from __future__ import annotations

import copy
from datetime import UTC, datetime
from typing import Any, TypeAlias

import bson
from bson.datetime_ms import DatetimeMS
from hypothesis import given
from hypothesis import strategies as st

from adapters.mongodb.documents.history import entry_to_document
from adapters.mongodb.stores.histories import AS_STORED, entries_of, head_of
from domain.orders.history import ChainHead, chained, first_broken
from tests.builders import AUDIT_SECRET, asked, checkout, paid, with_facts
from tests.fact_builders import dispute_fact

Path: TypeAlias = tuple[str | int, ...]

ORDER = paid(asked(checkout()))
ENTRIES = chained(ORDER.id, ChainHead(), with_facts(ORDER, dispute_fact(ORDER)).changes, AUDIT_SECRET)
STORED: dict[str, Any] = {
    "_id": ORDER.id,
    "history": [entry_to_document(entry) for entry in ENTRIES],
    "head": {"seq": len(ENTRIES), "hash": ENTRIES[-1].hash},
}

PLAIN = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats()
    | st.text(st.characters(exclude_categories=["Cs"]))
    | st.binary(max_size=8)
    | st.datetimes(timezones=st.just(UTC)).map(lambda moment: moment.replace(microsecond=0))
    | st.sampled_from(
        [DatetimeMS(2**62), DatetimeMS(-(2**62)), bson.ObjectId(), bson.Code("x"), bson.Decimal128("1.5")]
    )
    | st.sampled_from([bson.MinKey(), bson.Timestamp(1, 2), bson.Regex("x"), bson.DBRef("orders", 1)])
)
NAMES = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=8)
ANYTHING = st.recursive(
    PLAIN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3), max_leaves=5
)


def places(value: Any, path: Path = ()) -> list[Path]:
    """Every place inside a value, itself included."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for name, each in inner for place in places(each, (*path, name)))]


def through_bson(document: dict[str, Any]) -> dict[str, Any]:
    return bson.decode(bson.encode(document), AS_STORED)


def same(one: Any, other: Any) -> bool:
    """Whether two values are stored alike; Python takes 1, 1.0 and True for equal."""
    return bson.encode({"": one}) == bson.encode({"": other})


@st.composite
def tampered(draw: st.DrawFn) -> dict[str, Any]:
    """The document with one place of its history rewritten, removed or added to."""
    document = copy.deepcopy(STORED)
    (*way, last) = draw(st.sampled_from(places(STORED["history"], ("history",))))
    holder: Any = document
    for name in way:
        holder = holder[name]
    inside = holder[last]
    match draw(st.sampled_from(("rewritten", "removed", "added"))):
        case "removed":
            del holder[last]
        case "added" if isinstance(inside, dict):
            inside[draw(NAMES.filter(lambda name: name not in inside))] = draw(ANYTHING)
        case "added" if isinstance(inside, list):
            inside.insert(draw(st.integers(0, len(inside))), draw(ANYTHING))
        case _:
            holder[last] = draw(ANYTHING.filter(lambda new: not same(new, inside)))
    return document


def broken(document: dict[str, Any]) -> int | None:
    read = through_bson(document)
    return first_broken(ORDER.id, entries_of(read), head_of(read), AUDIT_SECRET)


def test_an_untouched_history_is_whole() -> None:
    assert broken(STORED) is None


@given(tampered())
def test_whatever_is_made_of_a_history_is_found(document: dict[str, Any]) -> None:
    found = broken(document)

    assert found is not None
    assert 1 <= found <= len(ENTRIES) + 1


@given(ANYTHING.filter(lambda head: not same(head, STORED["head"])))
def test_whatever_is_made_of_the_head_is_found(head: object) -> None:
    assert broken({**STORED, "head": head}) is not None


def test_a_head_that_is_gone_is_found_behind_the_last_entry() -> None:
    document = {name: value for name, value in STORED.items() if name != "head"}

    assert broken(document) == len(ENTRIES) + 1


def test_text_that_is_no_text_is_found() -> None:
    actor = ENTRIES[1].actor.encode()
    rewritten = bson.encode(STORED).replace(actor, b"\xff" * len(actor))
    read = bson.decode(rewritten, AS_STORED)

    assert first_broken(ORDER.id, entries_of(read), head_of(read), AUDIT_SECRET) in (1, 2)


def test_a_moment_written_as_text_is_found() -> None:
    document = copy.deepcopy(STORED)
    at: datetime = document["history"][1]["at"]
    document["history"][1]["at"] = at.isoformat()

    assert broken(document) == 2
