"""What is not understood of a locale is left out."""

import pytest

from entrypoints.http.validation.locales import understood


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("de", "de"),
        ("en_US@posix", "en-US"),
        ("de-AT-u-co-phonebk", "de-AT"),
        ("zh-Hant-HK", "zh-Hant-HK"),
        ("C", None),
        ("", None),
        (None, None),
        ("日本語", None),
    ],
)
def test_a_locale_is_the_tag_that_it_begins_with(text: str | None, tag: str | None) -> None:
    assert understood(text) == tag
