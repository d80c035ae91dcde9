"""No text of ours holds a control character."""

import pytest

from domain.text.characters import has_control_characters


@pytest.mark.parametrize("text", ["\x00", "a\nb", "\x7f", "\x9f", "a\ud800"])
def test_control_characters_and_lone_surrogates_are_found(text: str) -> None:
    assert has_control_characters(text)


@pytest.mark.parametrize("text", ["", "Ada Lovelace", "\u00a0", "\u202e", "用户"])
def test_other_characters_are_not_control_characters(text: str) -> None:
    assert not has_control_characters(text)
