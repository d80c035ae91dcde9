"""Characters that show nothing, as parts of a class in patterns of both Python's and ECMAScript's dialect."""

import unicodedata
from typing import Final

CONTROL: Final = r"\u0000-\u001f\u007f-\u009f"
"""The control characters."""

UNSEEN: Final = (
    r"\u00a0\u00ad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180e\u2000-\u200b\u2028\u2029\u202f\u205f-\u2064"
    r"\u2800\u3000\u3164\ufeff\uffa0"
)
"""Spaces other than the space bar's, and what has no width or no ink."""

OVERRIDES: Final = r"\u202a-\u202e\u2066-\u2069"
"""The marks that override the order in which a text is read."""

REORDERING: Final = rf"\u200e\u200f{OVERRIDES}"
"""All marks that change that order; the first two stand in honest texts that run from right to left."""

INKLESS: Final = rf" {UNSEEN}\u200c\u200d{REORDERING}"
"""All of these: a text of them alone is blank."""


def is_control(character: str) -> bool:
    """Whether it is a control character or a lone surrogate, which no text of ours may hold."""
    return unicodedata.category(character) in ("Cc", "Cs")


def has_control_characters(text: str) -> bool:
    """Whether a text holds a control character or a lone surrogate."""
    return any(map(is_control, text))
