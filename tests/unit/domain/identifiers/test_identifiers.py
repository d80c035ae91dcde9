"""Ids are derived, never drawn twice, and spelt so that people can read them out."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.identifiers.derivation import hold_id_from, order_id_from, refund_id_from
from domain.identifiers.order_number import order_id_of, order_number
from domain.identifiers.types import OrderId, RequestScope

request_scopes = st.text(max_size=60).map(RequestScope)
order_ids = st.builds(order_id_from, request_scopes, st.integers(0, 5))
NUMBER = re.compile(r"T(-[0-9A-HJKMNP-TV-Z]{4}){3}-[0-9A-HJKMNP-TV-Z]")


@given(order_ids)
def test_an_order_is_found_by_its_id_and_by_its_number(order_id: OrderId) -> None:
    assert order_id_of(order_id) == order_id
    assert order_id_of(order_id.upper()) == order_id
    assert NUMBER.fullmatch(order_number(order_id))
    assert order_id_of(order_number(order_id)) == order_id


@given(order_ids, st.randoms(use_true_random=False))
def test_a_number_is_forgiven_its_case_its_dashes_and_what_looks_alike(order_id: OrderId, chance: object) -> None:
    spelt = order_number(order_id)[1:]
    look_alikes = {"0": "0Oo", "1": "1IiLl"}
    choose = getattr(chance, "choice", max)
    typed = "".join(choose(look_alikes.get(each, each + each.lower())) for each in spelt)
    for written in (f"T{typed}", f"t{typed.replace('-', '')}"):
        assert order_id_of(written) == order_id


@given(order_ids, st.integers(0, 12), st.sampled_from("0123456789ABCDEFGHJKMNPQRSTVWXYZ"))
def test_one_wrong_character_is_always_noticed(order_id: OrderId, place: int, typed: str) -> None:
    number = order_number(order_id).replace("-", "")
    wrong = number[: place + 1] + typed + number[place + 2 :]
    assert (order_id_of(wrong) == order_id) == (wrong == number)
    if wrong != number:
        assert order_id_of(wrong) is None


@given(order_ids, st.integers(1, 11))
def test_two_neighbours_swapped_are_always_noticed(order_id: OrderId, place: int) -> None:
    number = order_number(order_id).replace("-", "")
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    assert swapped == number or order_id_of(swapped) is None


@pytest.mark.parametrize(
    "reference",
    [
        "",
        "T",
        "X-0000-0000-0000-0",
        "T-0000-0000-0000",
        "T-0000-0000-0000-00",
        "T-0000-0000-0000-1",
        "T-UUUU-0000-0000-0",
        "T-0000-0000-0000-U",
        "T-0000-0000-000é-0",
        "ord_",
        "ord_00000000000",
        "ord_0000000000000",
        "ord_00000000000é",
        "ord_000000 00000",
        "pi_000000000000",
    ],
)
def test_what_can_be_neither_an_id_nor_a_number_is_no_order(reference: str) -> None:
    assert order_id_of(reference) is None


@given(st.text(max_size=30))
def test_no_reference_breaks_the_lookup(reference: str) -> None:
    found = order_id_of(reference)
    assert found is None or found.startswith("ord_")


@given(request_scopes)
def test_the_same_origin_gives_the_same_ids_and_a_counter_others(request_scope: RequestScope) -> None:
    assert order_id_from(request_scope) == order_id_from(request_scope)
    assert refund_id_from(request_scope) == refund_id_from(request_scope)
    assert len({order_id_from(request_scope, counter) for counter in range(5)}) == 5


@given(st.lists(request_scopes, min_size=2, max_size=20, unique=True))
def test_different_origins_give_different_ids(of: list[RequestScope]) -> None:
    assert len({order_id_from(request_scope) for request_scope in of}) == len(of)
    assert len({refund_id_from(request_scope) for request_scope in of}) == len(of)


def test_ids_are_spelt_with_their_kind_and_their_bits() -> None:
    request_scope = RequestScope("POST /api/orders 1299")
    assert re.fullmatch(r"ord_[0-9a-hjkmnp-tv-z]{12}", order_id_from(request_scope))
    assert re.fullmatch(r"rfd_[0-9a-hjkmnp-tv-z]{20}", refund_id_from(request_scope))
    assert re.fullmatch(r"hld_[0-9a-hjkmnp-tv-z]{16}", hold_id_from(order_id_from(request_scope), "dispute", "du_1"))


def test_a_cause_opens_one_hold_of_one_reason_on_one_order() -> None:
    first, second = order_id_from(RequestScope("1")), order_id_from(RequestScope("2"))
    ids = [
        hold_id_from(first, "dispute", "du_1"),
        hold_id_from(second, "dispute", "du_1"),
        hold_id_from(first, "review", "du_1"),
        hold_id_from(first, "dispute", "du_2"),
    ]
    assert len({*ids}) == 4
    assert hold_id_from(first, "dispute", "du_1") == ids[0]
