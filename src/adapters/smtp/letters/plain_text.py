"""What outsiders wrote must stay on one line and in reading order, wherever a mail shows it."""

import unicodedata

_UNWANTED = {"Cc", "Cs", "Zl", "Zp"}
_REORDERING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def plain(text: str) -> str:
    """The text with control characters, line ends, lone surrogates and marks that reorder text made spaces."""
    kept = (" " if unicodedata.category(each) in _UNWANTED or each in _REORDERING else each for each in text)
    return "".join(kept).strip()
