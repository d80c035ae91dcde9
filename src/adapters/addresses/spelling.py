"""Spellings that differ by accents, points, case or spaces alone are the same."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Final

_SHORTEST_ABBREVIATION: Final = 3
_LEADING_WORDS: Final = re.compile(r"^(?:county|co\.?|province of|state of)\s+", re.IGNORECASE)


def folded(text: str) -> str:
    """Returns the letters and digits of a text without accents, in one case."""
    decomposed = unicodedata.normalize("NFKD", text.replace("&", " and ").replace("ø", "o").replace("Ø", "O"))
    return "".join(letter for letter in decomposed if letter.isalnum()).casefold()


def without_leading_words(text: str) -> str:
    """Returns `Cork` of `County Cork` and of `Co. Cork`."""
    return _LEADING_WORDS.sub("", text)


def match(text: str, country: str, spellings: Mapping[str, str], names: Iterable[tuple[str, str]]) -> str | None:
    """Returns the code whose spelling a text is, or whose name alone it abbreviates.

    `spellings` and `names` are folded, each with the state's code.
    """
    text = text.strip()
    iso = re.sub(f"^{country}[- ]", "", text, flags=re.IGNORECASE)
    for candidate in (text, iso, without_leading_words(text)):
        if found := spellings.get(folded(candidate)):
            return found
    start = folded(text)
    if len(start) < _SHORTEST_ABBREVIATION:
        return None
    begun = {code for name, code in names if name.startswith(start)}
    return begun.pop() if len(begun) == 1 else None
