"""`till audit verify` finds what a person with access to the database did to the audit trail."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest

from application.ports.storage.failures import UnreadableHistory
from domain.orders.history import ChainHead, chained
from tests.builders import asked, checkout, paid
from tests.contracts.stores.trail import SECRET, Trail


def test_a_whole_trail_is_whole(trail: Trail) -> None:
    result = trail.verified()

    assert (result.exit_code, result.output) == (0, "The histories of 3 orders are whole.\n")
    assert trail.verified("--log", "-", log=trail.log).exit_code == 0


def test_a_changed_entry_is_found(trail: Trail) -> None:
    def change(document: dict[str, Any]) -> None:
        document["history"][2]["data"]["amount"] = 1

    trail.tamper(change)

    assert trail.names(trail.verified(), 3)


def test_a_changed_actor_is_found(trail: Trail) -> None:
    def change(document: dict[str, Any]) -> None:
        document["history"][0]["actor"] = "admin:somebody-else"

    trail.tamper(change)

    assert trail.names(trail.verified(), 1)


def without_history(document: dict[str, Any]) -> None:
    del document["history"]


def with_text_for_a_history(document: dict[str, Any]) -> None:
    document["history"] = "nothing happened"


def without_a_hash(document: dict[str, Any]) -> None:
    del document["history"][2]["hash"]


def with_a_hash_of_other_letters(document: dict[str, Any]) -> None:
    document["history"][2]["hash"] = "größer"


def with_a_broken_amount(document: dict[str, Any]) -> None:
    document["history"][2]["data"]["amount"] = 12.99


def with_a_number_for_an_entry(document: dict[str, Any]) -> None:
    document["history"][2] = 1299


def with_a_field_more(document: dict[str, Any]) -> None:
    document["history"][2]["approvedBy"] = "the boss"


def without_a_head(document: dict[str, Any]) -> None:
    del document["head"]


@pytest.mark.parametrize(
    ("change", "entry"),
    [
        (without_history, 1),
        (with_text_for_a_history, 1),
        (without_a_hash, 3),
        (with_a_hash_of_other_letters, 3),
        (with_a_broken_amount, 3),
        (with_a_number_for_an_entry, 3),
        (with_a_field_more, 3),
        (without_a_head, 6),
    ],
)
def test_what_till_would_never_write_is_found(
    trail: Trail, change: Callable[[dict[str, Any]], None], entry: int
) -> None:
    trail.tamper(change)

    result = trail.verified()

    assert trail.names(result, entry)
    assert isinstance(result.exception, SystemExit)


@pytest.mark.parametrize(("change", "entry"), [(without_history, 1), (without_a_hash, 3), (with_a_field_more, 3)])
def test_what_till_would_never_write_is_not_shown_as_if_it_had(
    trail: Trail, change: Callable[[dict[str, Any]], None], entry: int
) -> None:
    trail.tamper(change)

    with pytest.raises(UnreadableHistory) as unreadable:
        trail.shown()

    assert unreadable.value.seq == entry


def test_a_document_that_is_no_orders_is_named_as_it_is(trail: Trail) -> None:
    trail.insert({"_id": "no order\x1b[2J", "history": None})

    result = trail.verified()

    assert result.exit_code == 1
    assert "BROKEN: the document 'no order\\x1b[2J', entry 1 was " in result.output


def test_an_entry_cut_out_of_the_middle_is_found(trail: Trail) -> None:
    def cut(document: dict[str, Any]) -> None:
        del document["history"][3]

    trail.tamper(cut)

    assert trail.names(trail.verified(), 4)


def test_a_middle_cut_out_with_all_renumbered_is_found(trail: Trail) -> None:
    def cut(document: dict[str, Any]) -> None:
        del document["history"][1]
        for seq, entry in enumerate(document["history"], 1):
            entry["seq"] = seq
        document["head"]["seq"] = len(document["history"])

    trail.tamper(cut)

    assert trail.names(trail.verified(), 2)


def test_a_cut_tail_is_found(trail: Trail) -> None:
    def cut(document: dict[str, Any]) -> None:
        del document["history"][-1]

    trail.tamper(cut)

    assert trail.names(trail.verified(), 5)


def test_swapped_entries_are_found(trail: Trail) -> None:
    def swap(document: dict[str, Any]) -> None:
        history = document["history"]
        history[2], history[3] = history[3], history[2]

    trail.tamper(swap)

    assert trail.names(trail.verified(), 3)


def test_an_entry_of_another_order_is_found(trail: Trail) -> None:
    other = trail.orders[0]
    (stolen, *_) = chained(other.id, ChainHead(), paid(asked(checkout())).changes, SECRET)

    def swap(document: dict[str, Any]) -> None:
        document["history"][0]["hash"] = stolen.hash

    trail.tamper(swap)

    assert trail.names(trail.verified(), 1)


def test_another_secret_is_no_proof(trail: Trail, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDIT_SECRET", "another-audit-secret-of-more-than-32-bytes")

    result = trail.verified()

    assert result.exit_code == 1
    assert ", entry 1 " in result.output


def cut_with_its_head(document: dict[str, Any]) -> None:
    del document["history"][-2:]
    last = document["history"][-1]
    document["head"] = {"seq": last["seq"], "hash": last["hash"]}


def test_a_tail_cut_together_with_the_head_shows_against_the_log(trail: Trail) -> None:
    trail.tamper(cut_with_its_head)

    assert trail.names(trail.verified("--log", "-", log=trail.log), 4)


def test_an_order_that_was_removed_shows_against_the_log(trail: Trail) -> None:
    trail.remove()

    assert trail.verified().output == "The histories of 2 orders are whole.\n"
    assert trail.names(trail.verified("--log", "-", log=trail.log), 1)


def test_lines_that_say_nothing_of_heads_are_passed_over(trail: Trail) -> None:
    log = io.StringIO()
    log.write(f'not JSON\n[]\n"text"\n{{"event":"request","status":200}}\n{{"event":7}}\n{trail.log}\n')

    assert trail.verified("--log", "-", log=log.getvalue()).exit_code == 0
