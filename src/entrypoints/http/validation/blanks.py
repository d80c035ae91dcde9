"""Characters that show nothing, as parts of a class in patterns of both Python's and ECMAScript's dialect."""

import re
from typing import Final

CONTROL: Final = r"\u0000-\u001f\u007f-\u009f"
"""The control characters."""

UNSEEN: Final = (
    r"\u00a0\u00ad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180e\u2000-\u200b\u2028\u2029\u202f\u205f-\u2064"
    r"\u2800\u3000\u3164\ufeff\uffa0"
)
"""Spaces other than the space bar's, and what has no width or no ink."""

REORDERING: Final = r"\u200e\u200f\u202a-\u202e\u2066-\u2069"
"""The marks that change the order in which a text is read."""

INKLESS: Final = rf" {UNSEEN}\u200c\u200d{REORDERING}"
"""All of these: a text of them alone is blank."""

_BLANK: Final = re.compile(f"[{INKLESS}]*")


def given(text: str | None) -> str | None:
    """The text, unless it is blank."""
    return None if text is None or _BLANK.fullmatch(text) else text
