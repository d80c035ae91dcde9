"""Texts without visible characters."""

import re
from typing import Final

from domain.text.characters import INKLESS

_BLANK: Final = re.compile(f"[{INKLESS}]*")


def given(text: str | None) -> str | None:
    """Returns the text, or None where it is blank."""
    return None if text is None or _BLANK.fullmatch(text) else text
