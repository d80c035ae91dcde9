"""Names and texts use the words of docs/glossary.md, and none of those that it refuses."""

import ast
import re
from pathlib import Path

import pytest

from tests.architecture.repository import ROOT, tracked_files

GLOSSARY = ROOT / "docs" / "glossary.md"
READ_BY_PEOPLE = ("src/", "stripe-stand-in/src/", "frontend/src/", "docs/", "scripts/", ".github/")
NAMED_BY_US = (*READ_BY_PEOPLE, "stripe-stand-in/tests/", "tests/", "benchmarks/", "examples/")
PAGES_AT_THE_ROOT = (
    "README.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "CHANGELOG.md",
    "Makefile",
    "stripe-stand-in/README.md",
)
# Log lines and metrics keep their names, so that dashboards and alerts go on working; an old index is dropped by its
# name; a sentence of Stripe's is Stripe's.
KEPT_NAMES = re.compile(
    r"fault_survived|difference_mended|till_oldest_untold_seconds|told_1_notBefore_1|Learn more about"
)
IN_OTHER_LANGUAGES = re.compile(r"/(texts|locales)/(de|fr)\.")


def refused_words(glossary: str) -> list[str]:
    """The words of the glossary's second table."""
    table = glossary.partition("## Words that are not used")[2]
    rows = re.findall(r"^\| (?!not \||---)([^|]+) \|", table, re.MULTILINE)
    return [word.strip() for row in rows for word in row.split(",")]


def pattern_of(words: list[str]) -> re.Pattern[str]:
    spelt = (word.replace(" ", "[ _]") for word in words)
    return re.compile(rf"(?<![a-z])({'|'.join(spelt)})(?![a-z])", re.IGNORECASE)


def in_words(name: str) -> str:
    """An identifier as words: `takeIn`, `take_in` and `TAKE_IN` all read "take in"."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).replace("_", " ").lower()


def names_in(code: str) -> set[tuple[int, str]]:
    found = set()
    for node in ast.walk(ast.parse(code)):
        for attribute in ("name", "id", "attr", "arg"):
            name = getattr(node, attribute, None)
            if isinstance(name, str):
                found.add((getattr(node, "lineno", 0), name))
    return found


def refused_in_text(path: Path, refused: re.Pattern[str]) -> list[str]:
    return [
        f"{path}:{number}: {match.group()}"
        for number, line in enumerate((ROOT / path).read_text().splitlines(), start=1)
        if (match := refused.search(in_words(KEPT_NAMES.sub("", line))))
    ]


def refused_in_names(path: Path, code: str, refused: re.Pattern[str]) -> list[str]:
    return sorted(
        f"{path}:{line}: {name}"
        for line, name in names_in(code)
        if refused.search(in_words(name)) and not KEPT_NAMES.search(name)
    )


def ours(folders: tuple[str, ...], suffixes: set[str]) -> list[Path]:
    paths = [path.relative_to(ROOT) for path in tracked_files()]
    chosen = [path for path in paths if str(path).startswith(folders) and path.suffix in suffixes]
    return [path for path in chosen if path != GLOSSARY.relative_to(ROOT) and not IN_OTHER_LANGUAGES.search(str(path))]


@pytest.fixture(scope="module")
def refused() -> re.Pattern[str]:
    return pattern_of(refused_words(GLOSSARY.read_text()))


def test_no_text_that_people_read_uses_a_refused_word(refused: re.Pattern[str]) -> None:
    texts = ours(READ_BY_PEOPLE, {".py", ".md", ".js", ".jsx", ".html", ".toml", ".yml", ".txt", ".sh", ".json"})
    pages = [Path(name) for name in PAGES_AT_THE_ROOT if (ROOT / name).exists()]
    assert [fault for path in (*texts, *pages) for fault in refused_in_text(path, refused)] == []


def test_no_name_uses_a_refused_word(refused: re.Pattern[str]) -> None:
    code = ours(NAMED_BY_US, {".py"})
    assert [fault for path in code for fault in refused_in_names(path, (ROOT / path).read_text(), refused)] == []


@pytest.mark.parametrize(
    "line", ["def told(): ...", "class TakeIn: ...", "take_in = 1", "x.untold", "def f(*, anew): ..."]
)
def test_a_planted_name_is_seen(line: str, refused: re.Pattern[str]) -> None:
    assert len(refused_in_names(Path("planted.py"), line, refused)) == 1


@pytest.mark.parametrize(
    "line", ["resolves it anew", "Whoever asks", "was lived through", "The catalogue", "takeIn(fact)"]
)
def test_a_planted_sentence_is_seen(line: str, refused: re.Pattern[str]) -> None:
    assert refused.search(in_words(line))


@pytest.mark.parametrize("line", ["retold", "amended", "something", "underlying", "the applied fact", "recommend"])
def test_a_word_that_only_holds_one_is_none(line: str, refused: re.Pattern[str]) -> None:
    assert refused.search(in_words(line)) is None
