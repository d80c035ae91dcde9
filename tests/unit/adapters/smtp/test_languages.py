"""A mail speaks the nearest language that Till has texts in."""

import string
import tomllib
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.smtp.letters.languages import SPOKEN, language_for, texts_of
from domain.orders.notices import ShopperNotice


@pytest.mark.parametrize(
    ("tag", "code", "locale"),
    [
        ("en", "en", "en"),
        ("en-GB", "en", "en_GB"),
        ("de", "de", "de"),
        ("de-AT", "de", "de_AT"),
        ("DE-at", "de", "de_AT"),
        ("de_CH", "de", "de_CH"),
        ("fr-CA", "fr", "fr_CA"),
        ("fr-XX", "fr", "fr"),
        ("de-CH-1996-u-co-phonebk", "de", "de_CH"),
        ("ja", "en", "ja"),
        ("ja-JP", "en", "ja_JP"),
        ("zh-Hant-TW", "en", "zh_Hant_TW"),
        ("es-MX", "en", "es_MX"),
        ("ar-KW", "en", "ar_KW"),
        ("AR_kw", "en", "ar_KW"),
        ("es-XX", "en", "es"),
        ("FR", "fr", "fr"),
        ("qq-DE", "en", "en"),
        ("", "en", "en"),
        ("de/../../etc", "en", "en"),
        ("*", "en", "en"),
    ],
)
def test_a_tag_is_met_by_the_nearest_language(tag: str, code: str, locale: str) -> None:
    language = language_for(tag)
    assert (language.code, str(language.locale)) == (code, locale)


@given(st.text(max_size=40) | st.from_regex(r"(de|fr|en)([-_][A-Za-z0-9]{1,9}){0,4}", fullmatch=True))
def test_no_tag_is_without_a_language(tag: str) -> None:
    assert language_for(tag).code in SPOKEN


@pytest.mark.parametrize("code", SPOKEN)
def test_every_language_says_all_that_english_says_with_the_same_values(code: str) -> None:
    english, texts = texts_of("en"), texts_of(code)
    assert {*texts} == {*english} == {"common", *ShopperNotice}
    for section, sentences in english.items():
        assert {*texts[section]} == {*sentences}
        for name, sentence in sentences.items():
            assert _values(texts[section][name]) == _values(sentence), f"{code}: {section}.{name}"


def test_every_catalog_that_ships_is_spoken() -> None:
    shipped = {file.name.removesuffix(".toml") for file in (files("adapters.smtp") / "texts").iterdir()}
    assert shipped == {*SPOKEN, "operator"}
    for name in shipped:
        tomllib.loads((files("adapters.smtp") / "texts" / f"{name}.toml").read_text(encoding="utf-8"))


def _values(sentence: str) -> set[str | None]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}
