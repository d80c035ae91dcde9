"""The SMTP server as the configuration names it."""

from dataclasses import dataclass, field
from urllib.parse import parse_qs, unquote, urlsplit

_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
_STARTTLS = {"true": True, "required": True, "false": False, "never": False}


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpServer:
    """Where mail is handed over; `start_tls` None takes encryption where it is offered."""

    host: str
    port: int
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    implicit_tls: bool = False
    start_tls: bool | None = None


def smtp_server(url: str) -> SmtpServer:
    """The server of `smtp://user:password@host:port`, `smtps://` or `smtp+starttls://`; `?starttls=required` and
    `?starttls=never` decide what `smtp://` leaves to the server. Raises `ValueError`, which never quotes the URL.
    """
    parts = urlsplit(url)
    starttls = parse_qs(parts.query).get("starttls", [""])[-1].lower()
    if parts.scheme not in _PORTS or not parts.hostname or (starttls and starttls not in _STARTTLS):
        raise ValueError(
            "SMTP_URL must be smtp://, smtps:// or smtp+starttls:// with a host, ?starttls=required or never"
        )
    implicit = parts.scheme == "smtps"
    return SmtpServer(
        host=parts.hostname,
        port=parts.port or _PORTS[parts.scheme],
        username=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
        implicit_tls=implicit,
        start_tls=False if implicit else True if parts.scheme == "smtp+starttls" else _STARTTLS.get(starttls),
    )
