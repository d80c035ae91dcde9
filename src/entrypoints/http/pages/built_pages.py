"""The built pages and their files, read into memory at the start: no other file of the disk can be served."""

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from functools import cached_property
from html import escape
from pathlib import Path
from typing import Final

import structlog

_HERE: Final = Path(__file__).resolve()
_CANDIDATES: Final = (_HERE.parents[4] / "frontend" / "dist", _HERE.parent / "pages_dist")
_STRIPE_MARK: Final = "<!--stripe-js-->"
_NOT_SERVED: Final = (".html", ".map")
_TEXTUAL: Final = ("text/", "application/json", "image/svg+xml", "text/javascript")
_NOT_BUILT: Final = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Till</title></head>
<body><h1>{title}</h1><p>The page has not been built yet. Build it with <code>npm ci &amp;&amp; npm run build</code> in
<code>frontend/</code>, and start Till again. The API is served as usual; its description is at
<a href="/schema/openapi.json">/schema/openapi.json</a>.</p></body></html>
"""

logger: Final = structlog.get_logger("till.http")


@dataclass(frozen=True, kw_only=True)
class PageFile:
    """A file as it is sent; `immutable` where its name contains its hash."""

    content: bytes
    media_type: str
    etag: str
    immutable: bool

    @cached_property
    def zipped(self) -> bytes | None:
        """The content compressed, where that is smaller; made at the first request for it, so that no start waits."""
        if not self.media_type.startswith(_TEXTUAL):
            return None
        zipped = gzip.compress(self.content, mtime=0)
        return zipped if len(zipped) < len(self.content) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """The pages, and their files by path below /static/."""

    checkout: bytes
    admin: bytes
    docs: bytes
    files: dict[str, PageFile]


def load_pages(stripe_js_url: str | None, directory: Path | None = None) -> Pages:
    """Returns the built pages; a page that is not built is replaced by one that says so.

    `stripe_js_url` is the stand-in's script. The page loads Stripe's own script itself, because a script tag that fails
    to load would leave Stripe's loader waiting forever.
    """
    found = directory or next((candidate for candidate in _CANDIDATES if candidate.is_dir()), None)
    tag = f'<script async src="{escape(stripe_js_url, quote=True)}"></script>' if stripe_js_url else ""
    return Pages(
        checkout=_page(found, "index.html", "Checkout").replace(_STRIPE_MARK, tag).encode(),
        admin=_page(found, "admin.html", "Admin").replace(_STRIPE_MARK, "").encode(),
        docs=_page(found, "docs.html", "API").encode(),
        files=_files(found) if found else {},
    )


def _page(directory: Path | None, name: str, title: str) -> str:
    path = directory / name if directory else None
    if path is None or not path.is_file():
        logger.warning("page not built", page=name)
        return _NOT_BUILT.format(title=title)
    return path.read_text(encoding="utf-8")


def _files(directory: Path) -> dict[str, PageFile]:
    return {
        path.relative_to(directory).as_posix(): _file(path, path.parent.name == "assets")
        for path in sorted(directory.rglob("*"))
        if path.is_file() and path.suffix not in _NOT_SERVED and not _hidden(path.relative_to(directory))
    }


def _file(path: Path, immutable: bool) -> PageFile:
    media_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return page_file(path.read_bytes(), media_type, immutable=immutable)


def page_file(content: bytes, media_type: str, *, immutable: bool = False) -> PageFile:
    """Returns the file as it is sent."""
    return PageFile(
        content=content,
        media_type=media_type,
        etag=f'"{hashlib.sha256(content).hexdigest()[:32]}"',
        immutable=immutable,
    )


def _hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)
