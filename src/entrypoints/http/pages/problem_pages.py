"""Readable pages of the error codes, for the `type` of problem documents."""

import re
from html import escape
from typing import Final

from entrypoints.http.problems.kinds import KINDS
from entrypoints.http.problems.problem import Kind

_CODE: Final = re.compile(r"`([^`]+)`")
_PAGE: Final = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
</head>
<body>
<main>
{content}
</main>
</body>
</html>
"""


def problem_page(code: str) -> bytes | None:
    """Returns the page of an error code: what it means and what to do; None for an unknown code."""
    kind = next((kind for kind in KINDS if kind.code == code), None)
    if kind is None:
        return None
    content = (
        f"<h1>{escape(kind.title)}</h1>\n"
        f"<p><code>{kind.code}</code>, HTTP status {kind.status}</p>\n"
        f"<h2>What it means</h2>\n<p>{_marked(kind.meaning)}</p>\n"
        f"<h2>What to do</h2>\n<p>{_marked(kind.remedy)}</p>\n"
        '<p><a href="/problems">All error codes</a></p>'
    )
    return _PAGE.format(title=f"{escape(kind.title)} · Till", content=content).encode()


def problems_page() -> bytes:
    """Returns the list of all error codes."""
    rows = "\n".join(map(_row, KINDS))
    content = f"<h1>Error codes</h1>\n<ul>\n{rows}\n</ul>"
    return _PAGE.format(title="Error codes · Till", content=content).encode()


def _row(kind: Kind) -> str:
    link = f'<a href="/problems/{kind.code}"><code>{kind.code}</code></a>'
    return f"<li>{kind.status} {link} {escape(kind.title)}</li>"


def _marked(text: str) -> str:
    return _CODE.sub(r"<code>\1</code>", escape(text, quote=False))
