"""A form's bytes are kept and compared, so they stay what they were: the standard library's, brackets as they are."""

from __future__ import annotations

from urllib.parse import urlencode

from hypothesis import example, given
from hypothesis import strategies as st

from adapters.stripe.sdk.form import decoded, encoded

_NAMES = st.sampled_from(["amount", "metadata[till_order_id]", "shipping[address][line1]", "expand[0]"])
_VALUES = st.one_of(st.integers(), st.text(st.characters(exclude_categories=["Cs"]), min_size=1))


@given(name=_NAMES, value=_VALUES)
@example(name="amount", value="[%5B%5D] ~_-.&=+é١")
def test_a_parameter_is_encoded_as_by_the_standard_library_but_for_brackets(name: str, value: str | int) -> None:
    expected = urlencode([(name, value)]).replace("%5B", "[").replace("%5D", "]")

    assert encoded([(name, value)]) == expected
    assert decoded(expected) == {name: str(value)}


def test_what_is_not_there_is_not_sent() -> None:
    assert encoded([("amount", 0), ("currency", ""), ("customer", None), ("description", "Order 1")]) == (
        "amount=0&description=Order+1"
    )
