"""In which language a mail is written: the nearest to the order's locale that there are texts for, else English.

Numbers, amounts and dates are the reader's own in any case: what is mistaken in them costs more than a foreign word.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from babel import Locale, UnknownLocaleError

DEFAULT = "en"
SPOKEN = ("en", "de", "fr")
_TAG = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{1,8})*")

Texts = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """The texts of a language, and the locale of dates and amounts.

    `names` is the locale that countries are called by: one of the texts' own language.
    """

    code: str
    locale: Locale
    names: Locale
    texts: Texts

    def say(self, section: str, text: str, /, **values: str) -> str:
        """A text with its values in place."""
        return self.texts[section][text].format_map(values)


@cache
def language_for(tag: str) -> Language:
    """The language of a BCP 47 tag: `de-AT` is German with Austrian amounts, `es-MX` English with Mexican ones."""
    locale = _locale(tag.replace("_", "-")) if _TAG.fullmatch(tag) else None
    if locale is None:
        locale = Locale.parse(DEFAULT)
    if locale.language in SPOKEN:
        return Language(code=locale.language, locale=locale, names=locale, texts=texts_of(locale.language))
    return Language(code=DEFAULT, locale=locale, names=Locale.parse(DEFAULT), texts=texts_of(DEFAULT))


@cache
def texts_of(name: str) -> Texts:
    """The texts of a file, by the file's name."""
    texts: Texts = tomllib.loads((files("adapters.smtp") / "texts" / f"{name}.toml").read_text(encoding="utf-8"))
    return texts


def _locale(tag: str) -> Locale | None:
    """The nearest locale that is known, None where not even the language is."""
    while tag:
        try:
            return Locale.parse(tag, sep="-")
        except (UnknownLocaleError, ValueError):
            tag = tag.rpartition("-")[0]
    return None
