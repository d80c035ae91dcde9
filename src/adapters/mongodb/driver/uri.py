"""Says what is wrong with a connection string before anything is opened, without quoting the string."""

import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import unquote_plus

from pymongo.common import URI_OPTIONS_VALIDATOR_MAP, validate
from pymongo.errors import PyMongoError

from adapters.mongodb.driver.connection import connect
from adapters.mongodb.driver.server import refused_host

_FORM = re.compile(r"(mongodb(?:\+srv)?://)(?:([^/?]*)@)?([^/?@]+)(?:/([^/?]*))?(?:\?(.*))?")
_HOST = re.compile(r"[\w.-]+(:[0-9]{1,5})?|\[[0-9A-Fa-f:.%]+\](:[0-9]{1,5})?|[\w.%~+-]+\.sock")
_UNCHECKED = frozenset({"tlsinsecure", "tlsallowinvalidcertificates", "tlsallowinvalidhostnames"})
_REFUSALS = (PyMongoError, ValueError, TypeError, OSError, Warning)
"""All that the driver says no with; a warning is one too, for it means that something was ignored."""


def why_unusable(uri: str) -> str | None:
    """What to do about a connection string that no client can be made of, None where one can.

    Names the options at fault where they are known ones, and nothing else of the string: a password that was not
    escaped can look like any part of it.
    """
    parts = _FORM.fullmatch(uri)
    if parts is None:
        return "must be a connection string such as mongodb://host:27017/till, its user and password percent-encoded"
    if (refused := refused_host(parts[3])) is not None:
        return refused
    return None if _are_hosts(parts[3]) and _opens(uri) else _fault(*parts.groups())


def database_named_by(uri: str) -> str:
    """The database that the string's path names; empty where it names none."""
    parts = _FORM.fullmatch(uri)
    return unquote_plus(parts[4] or "") if parts else ""


def options_that_check_no_certificate(uri: str) -> tuple[str, ...]:
    """The string's options by which the driver accepts any certificate, or one of another host."""
    parts = _FORM.fullmatch(uri)
    given = re.split("[&;]", (parts[5] if parts else "") or "")
    names = (name for name, _, value in (option.partition("=") for option in given) if value.lower() == "true")
    return tuple(name for name in names if name.lower() in _UNCHECKED)


def _are_hosts(hosts: str) -> bool:
    return all(_HOST.fullmatch(host) for host in hosts.split(","))


def _fault(scheme: str, user: str | None, hosts: str, path: str | None, options: str | None) -> str:
    if not _are_hosts(hosts) or not _opens(f"{scheme}{hosts}/"):
        return "must name its hosts as host:port, with commas between them (mongodb+srv: one host, no port)"
    if user is not None and not _opens(f"{scheme}{user if ':' in user else f'{user}:some'}@{hosts}/"):
        return "must have its user and password percent-encoded"
    if path and not _opens(f"{scheme}{hosts}/{path}"):
        return "must have a plain database name for its path"
    if options and (refused := list(_refused(options))):
        return (
            f"has options that MongoDB's driver refuses (a wrong name or value, or no such file): {', '.join(refused)}"
        )
    return "has options that do not go together, want a user or a password, or name a file without a certificate in it"


def _opens(uri: str) -> bool:
    with _warnings_refused(), suppress(*_REFUSALS):
        connect(uri).close()
        return True
    return False


def _refused(options: str) -> Iterator[str]:
    for number, option in enumerate(re.split("[&;]", options), start=1):
        name, _, value = option.partition("=")
        if name.lower() not in URI_OPTIONS_VALIDATOR_MAP:
            yield f"no. {number}"
        elif not _takes(name, value):
            yield name


def _takes(name: str, value: str) -> bool:
    kept = name.lower() in ("readpreferencetags", "authmechanismproperties")
    with _warnings_refused(), suppress(*_REFUSALS):
        validate(name, value if kept else unquote_plus(value))
        return True
    return False


@contextmanager
def _warnings_refused() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield
