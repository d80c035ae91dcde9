"""The short way through validation lets in nothing that the long way would refuse, and is the way that is usual."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entrypoints.http.bodies.checkout import CreateIntentBody
from entrypoints.http.validation.faults import faults_in, quickly_valid

ADDRESS = {"name": "Ada Lovelace", "line1": "12 St James's Square", "city": "San José", "postalCode": "95113"}
BODY = {"items": [{"sku": "tea-green", "quantity": 3}], "shippingAddress": {**ADDRESS, "country": "US"}}


def soundness(body: Any, text: str | None = None) -> tuple[bool, bool]:
    """What the short way and what the long way says."""
    plainly = quickly_valid(CreateIntentBody, body, json.dumps(body, ensure_ascii=False) if text is None else text)
    return plainly, not list(faults_in(CreateIntentBody, body))


def test_a_usual_body_goes_the_short_way() -> None:
    assert soundness(BODY) == (True, True)


@pytest.mark.parametrize("city", ["a\x00b", "a\nb", "a\x7fb", "a\x85b", "\ud800"])
def test_a_control_character_is_seen_however_it_was_spelt(city: str) -> None:
    body = {**BODY, "shippingAddress": {**ADDRESS, "country": "US", "city": city}}

    assert soundness(body) == (False, False)
    assert soundness(body, json.dumps(body)) == (False, False)


def test_what_the_short_way_cannot_tell_the_long_way_decides() -> None:
    body = {**BODY, "shippingAddress": {**ADDRESS, "country": "US", "line2": 'At "The Anchor"'}}

    assert soundness(body) == (False, True)
    assert soundness(BODY, json.dumps(BODY, indent=2)) == (False, True)


CHANGED = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@given(
    st.sampled_from(["items", "shippingAddress", "currency", "locale", "receiptEmail", "replaces", "unknown"]), CHANGED
)
def test_whatever_is_wrong_the_short_way_never_says_that_it_is_right(field: str, value: Any) -> None:
    plainly, sound = soundness({**BODY, field: value})

    assert sound or not plainly


@given(st.sampled_from([*ADDRESS, "country", "line2", "state", "phone"]), CHANGED)
def test_nor_within_the_address(field: str, value: Any) -> None:
    plainly, sound = soundness({**BODY, "shippingAddress": {**ADDRESS, "country": "US", field: value}})

    assert sound or not plainly
