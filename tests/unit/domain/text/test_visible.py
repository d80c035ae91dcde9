"""What strangers wrote can neither command a terminal nor change how a line reads."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.text.visible import visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Ada Okafor, Zürich", "Ada Okafor, Zürich"),
        ("\x1b[2Jgone", "\\u001b[2Jgone"),
        ("T-1\u202egnp.exe", "T-1\\u202egnp.exe"),
        ("\u2066a\u2069", "\\u2066a\\u2069"),
        ("a\rb\x9bc\x7f", "a\\u000db\\u009bc\\u007f"),
        ("one\ntwo", "one\ntwo"),
        ("\U000e0041", "\\udb40\\udc41"),
    ],
)
def test_control_and_bidirectional_characters_are_spelt_out(text: str, shown: str) -> None:
    assert visible(text) == shown


@given(st.text())
def test_all_that_is_shown_is_visible(text: str) -> None:
    assert visible(text).replace("\n", "").isprintable()


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_json_means_the_same(text: str) -> None:
    document = json.dumps([text.replace("\n", "")], ensure_ascii=False)
    assert json.loads(visible(document)) == json.loads(document)
