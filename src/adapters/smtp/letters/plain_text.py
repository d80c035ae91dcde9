"""Text that others wrote stays on one line and in reading order wherever a mail shows it."""

import re

from domain.text.characters import CONTROL, OVERRIDES

_UNWANTED = re.compile(rf"[{CONTROL}\u2028\u2029\ud800-\udfff{OVERRIDES}]")


def plain(text: str) -> str:
    """The text with spaces for control characters, line ends, lone surrogates and marks that reorder text."""
    return _UNWANTED.sub(" ", text).strip()
