"""What README and docs point at is there."""

import re
from pathlib import Path

from tests.architecture.repository import ROOT

LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)\s#]+)")
# In code: a path with a slash that begins at one of the repository's own folders.
CODE = re.compile(r"`([^`\s]+)`")
FOLDERS = ("src/", "tests/", "docs/", "frontend/", "scripts/", "requirements/", "benchmarks/", ".ci/")


def missing_paths(document: Path, root: Path) -> list[str]:
    text = document.read_text()
    linked = [document.parent / target for target in LINK.findall(text)]
    named = [root / target.rstrip("/") for target in CODE.findall(text) if target.startswith(FOLDERS)]
    return [
        f"{document.name}: {path.relative_to(root)}"
        for path in (*linked, *named)
        if not (any(path.parent.glob(path.name)) if "*" in path.name else path.exists())
        and "<" not in path.name
        and not _is_built(path.relative_to(root))
    ]


def _is_built(path: Path) -> bool:
    return bool({"dist", "node_modules"} & set(path.parts))


def documents() -> list[Path]:
    return [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("src/**/*.md"), *ROOT.glob("benchmarks/**/*.md")]


def test_every_path_that_a_document_names_exists() -> None:
    assert [fault for document in documents() for fault in missing_paths(document, ROOT)] == []


def test_a_path_that_is_not_there_is_seen(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "here.md").touch()
    page = tmp_path / "docs" / "page.md"
    page.write_text(
        "[a](here.md) [b](gone.md) [c](https://x.example/y) `docs/here.md` `src/gone.py` `make run` `docs/*.md`\n"
    )
    assert missing_paths(page, tmp_path) == ["page.md: docs/gone.md", "page.md: src/gone.py"]
