"""Form decoding: every way Stripe's clients write nested parameters."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stripe_stand_in.model.api.errors import ApiError
from stripe_stand_in.model.api.form import decode
from tests.model.caller import form

names = st.text(st.characters(codec="utf-8", exclude_characters="[]"), min_size=1, max_size=8)
values = st.text(st.characters(codec="utf-8"), max_size=12)
trees = st.dictionaries(
    names,
    st.recursive(values, lambda inner: st.dictionaries(names, inner, min_size=1, max_size=3), max_leaves=8),
    max_size=4,
)


@given(trees)
def test_a_tree_comes_back_as_it_was_sent(tree: dict[str, object]) -> None:
    assert decode(form(tree)) == tree


@given(st.lists(values, min_size=1, max_size=5))
def test_numbered_and_unnumbered_lists_hold_the_same(items: list[str]) -> None:
    numbered = decode(form({"a": items}))
    assert numbered == {"a": {str(place): item for place, item in enumerate(items)}}
    assert decode("&".join(f"a[]={form({'x': item})[2:]}" for item in items)) == {"a": items}


def test_maps_in_an_unnumbered_list_begin_again_at_a_repeated_name() -> None:
    assert decode("a[][b]=1&a[][c]=2&a[][b]=3") == {"a": [{"b": "1", "c": "2"}, {"b": "3"}]}


def test_the_last_of_two_equal_names_counts() -> None:
    assert decode("amount=1299&amount=1") == {"amount": "1"}


@pytest.mark.parametrize("text", ["a=1&a[b]=2", "a[b]=2&a=1", "a[]=1&a[0]=2", "a[b=1", "a=%ff"])
def test_what_can_not_be_read_is_refused_and_nothing_begins(text: str) -> None:
    with pytest.raises(ApiError) as refusal:
        decode(text)
    assert (refusal.value.status, refusal.value.executed) == (400, False)


@given(st.text(max_size=60))
def test_no_text_breaks_the_decoder(text: str) -> None:
    with suppress(ApiError):
        assert isinstance(decode(text), dict)
