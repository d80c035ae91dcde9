"""Writes the sections of docs/errors.md from the table of error codes: `.venv/bin/python scripts/error_docs.py`."""

from __future__ import annotations

import textwrap
from http import HTTPStatus
from pathlib import Path

from entrypoints.http.problems.kinds import KINDS
from entrypoints.http.problems.problem import Kind

PAGE = Path(__file__).resolve().parent.parent / "docs" / "errors.md"
FIRST_HEADING = "## Errors of the request and conflicts"
SECOND_HEADING = "## Errors of Till and of other systems"


def section(kind: Kind) -> str:
    phrase = HTTPStatus(kind.status).phrase
    parts = [f"### `{kind.code}` — {kind.status} {phrase}", f"**{kind.title}.**", kind.meaning]
    parts.append(f"What to do: {kind.remedy}")
    return "\n\n".join(textwrap.fill(part, 120, break_on_hyphens=False, break_long_words=False) for part in parts)


def main() -> None:
    introduction = PAGE.read_text(encoding="utf-8").partition("\n## ")[0].rstrip()
    of_requests = [section(kind) for kind in KINDS if kind.status < 500]
    of_systems = [section(kind) for kind in KINDS if kind.status >= 500]
    parts = [introduction, FIRST_HEADING, *of_requests, SECOND_HEADING, *of_systems]
    PAGE.write_text("\n\n".join(parts) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
