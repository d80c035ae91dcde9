"""Static files, read once: the frames' scripts and styles, and stripe.js assembled from its modules."""

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent / "static"

KINDS = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}

PARTS = ("errors", "listeners", "api", "frame", "element", "elements", "challenge", "intents", "stripe")
"""The modules of stripe.js, each after those it imports."""

IMPORT = re.compile(r"^import .*;\n", re.MULTILINE)
EXPORT = re.compile(r"^export ", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class StaticFile:
    """A file and its media type."""

    media_type: str
    content: bytes


def static_files() -> dict[str, StaticFile]:
    """Returns scripts, styles and images by their path under static/; HTML pages are not included."""
    return {
        path.relative_to(ROOT).as_posix(): StaticFile(KINDS[path.suffix], path.read_bytes())
        for path in sorted(ROOT.rglob("*"))
        if path.suffix in KINDS
    }


def page(name: str) -> str:
    """Returns a page's source, with its {placeholders}."""
    return (ROOT / name).read_text(encoding="utf-8")


def stripe_js() -> bytes:
    """Returns stripe.js as one classic script, because a page expects `window.Stripe` right after its tag."""
    sources = [(ROOT / "stripe" / f"{part}.js").read_text(encoding="utf-8") for part in PARTS]
    body = "\n".join(EXPORT.sub("", IMPORT.sub("", source)).strip() for source in sources)
    start = "window.Stripe = makeStripe(new URL(document.currentScript.src).origin);"
    return f'(() => {{\n"use strict";\n{body}\n{start}\n}})();\n'.encode()
