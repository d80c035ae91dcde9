"""`till audit verify` compares each order's state with what its history was saved with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.contracts.stores.trail import Trail


def looking_refunded(document: dict[str, Any]) -> None:
    document["payment"]["amountRefunded"] = 1299


def never_disputed(document: dict[str, Any]) -> None:
    document["payment"]["disputes"] = []


def without_holds(document: dict[str, Any]) -> None:
    document["holds"] = []
    document["status"] = "confirmed"


def of_another_user(document: dict[str, Any]) -> None:
    document["user"] = "user-833"


def at_another_price(document: dict[str, Any]) -> None:
    document["items"][0]["unitPrice"] = 1


def with_another_intent(document: dict[str, Any]) -> None:
    document["payment"]["paymentIntentId"] = "pi_3Qanother"


def with_a_field_of_their_own(document: dict[str, Any]) -> None:
    document["novelty"] = True


@pytest.mark.parametrize(
    "change",
    [
        looking_refunded,
        never_disputed,
        without_holds,
        of_another_user,
        at_another_price,
        with_another_intent,
        with_a_field_of_their_own,
    ],
)
def test_a_state_that_the_history_does_not_vouch_for_is_found(
    trail: Trail, change: Callable[[dict[str, Any]], None]
) -> None:
    trail.tamper(change)
    result = trail.verified()
    assert trail.names(result, 5)
    assert "was saved with another state of the order" in result.output


def test_a_history_cut_to_an_earlier_end_does_not_vouch_for_the_state(trail: Trail) -> None:
    def cut(document: dict[str, Any]) -> None:
        document["history"] = document["history"][:2]
        last = document["history"][-1]
        document["head"] = {"seq": last["seq"], "hash": last["hash"]}

    trail.tamper(cut)
    assert trail.names(trail.verified(), 2)


def test_an_empty_history_is_broken(trail: Trail) -> None:
    def emptied(document: dict[str, Any]) -> None:
        document["history"] = []
        document["head"] = {"seq": 0, "hash": ""}

    trail.tamper(emptied)
    assert trail.names(trail.verified(), 1)


def test_what_workers_write_beside_the_state_is_no_change_of_it(trail: Trail) -> None:
    def by_workers(document: dict[str, Any]) -> None:
        document["outbox"]["shopper"]["attempts"] = 7
        document["attention"]["tries"] = 7

    trail.tamper(by_workers)
    assert trail.verified().exit_code == 0
