"""In which language a mail is written: the nearest to the order's locale that there are texts for."""

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
    """The texts of a language, and the locale that dates and amounts are spelt in."""

    code: str
    locale: Locale
    texts: Texts

    def say(self, section: str, text: str, /, **values: str) -> str:
        """A text with its values in place."""
        return self.texts[section][text].format_map(values)


@cache
def language_for(tag: str) -> Language:
    """The language of a BCP 47 tag (`de-AT` is German as Austria spells amounts), English where it has no texts."""
    code = re.split("[-_]", tag, maxsplit=1)[0].lower()
    if not _TAG.fullmatch(tag) or code not in SPOKEN:
        return Language(code=DEFAULT, locale=Locale.parse(DEFAULT), texts=texts_of(DEFAULT))
    return Language(code=code, locale=_locale(tag.replace("_", "-")), texts=texts_of(code))


@cache
def texts_of(name: str) -> Texts:
    """A catalogue by its file's name."""
    texts: Texts = tomllib.loads((files("adapters.smtp") / "texts" / f"{name}.toml").read_text(encoding="utf-8"))
    return texts


def _locale(tag: str) -> Locale:
    while "-" in tag:
        try:
            return Locale.parse(tag, sep="-")
        except (UnknownLocaleError, ValueError):
            tag = tag.rpartition("-")[0]
    return Locale.parse(tag.lower())
