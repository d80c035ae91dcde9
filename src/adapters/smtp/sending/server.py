"""The SMTP server as the configuration names it."""

import re
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

EXPECTED: Final = (
    "must be smtp://user:password@host:587, or smtps:// or smtp+starttls://, user and password percent-encoded; behind"
    " smtp:// may stand ?starttls=required or ?starttls=never, and nothing else"
)
_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
_STARTTLS = {"true": True, "required": True, "false": False, "never": False}

_NO_ESCAPE = re.compile("%(?![0-9A-Fa-f]{2})")


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpServer:
    """A server to send mail through; `start_tls` None encrypts where the server offers it."""

    host: str
    port: int
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    implicit_tls: bool = False
    start_tls: bool | None = None


def smtp_server(url: str) -> SmtpServer:
    """Returns the server of `smtp://user:password@host:port`, `smtps://` or `smtp+starttls://`.

    Behind `smtp://`, `?starttls=required` and `?starttls=never` decide; without them a password makes it required.
    Raises `ValueError`, which never quotes the URL.
    """
    try:
        return _server(urlsplit(url))
    except ValueError:
        raise ValueError(EXPECTED) from None


def _server(parts: SplitResult) -> SmtpServer:
    starttls = _starttls(parts)
    if parts.scheme not in _PORTS or not parts.hostname or parts.port == 0 or parts.path.strip("/") or parts.fragment:
        raise ValueError(EXPECTED)
    if parts.password is not None and not parts.username:
        raise ValueError(EXPECTED)
    implicit = parts.scheme == "smtps"
    required = parts.scheme == "smtp+starttls" or (starttls is None and bool(parts.password))
    return SmtpServer(
        host=parts.hostname,
        port=parts.port or _PORTS[parts.scheme],
        username=_decoded(parts.username),
        password=_decoded(parts.password),
        implicit_tls=implicit,
        start_tls=False if implicit else True if required else starttls,
    )


def _starttls(parts: SplitResult) -> bool | None:
    match parse_qsl(parts.query, keep_blank_values=True, strict_parsing=True) if parts.query else []:
        case []:
            return None
        case [("starttls", wanted)] if parts.scheme == "smtp" and wanted.lower() in _STARTTLS:
            return _STARTTLS[wanted.lower()]
        case _:
            raise ValueError(EXPECTED)


def _decoded(text: str | None) -> str | None:
    if not text:
        return None
    if _NO_ESCAPE.search(text):
        raise ValueError(EXPECTED)
    return unquote(text, errors="strict")
