"""The account's keys: given on the command line, kept in the data directory, or generated."""

import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path
from string import ascii_letters, digits

import msgspec

FILE = "keys.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenKeys:
    """Keys of one account; None where nothing was given."""

    secret: str | None = None
    publishable: str | None = None
    webhook: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountKeys:
    """The complete keys of one account."""

    secret: str
    publishable: str
    webhook: str


def load_or_create_keys(data: Path | None, given: GivenKeys) -> AccountKeys:
    """Returns the given keys completed by those kept in `data`, then by generated ones, and keeps the result there."""
    kept = _read(data / FILE) if data else GivenKeys()
    keys = AccountKeys(
        secret=given.secret or kept.secret or _random("sk_test_"),
        publishable=given.publishable or kept.publishable or _random("pk_test_"),
        webhook=given.webhook or kept.webhook or _random("whsec_"),
    )
    if data:
        _write(data / FILE, keys)
    return keys


def _read(path: Path) -> GivenKeys:
    try:
        return msgspec.json.decode(path.read_bytes(), type=GivenKeys)
    except (FileNotFoundError, msgspec.DecodeError):
        return GivenKeys()


def _write(path: Path, keys: AccountKeys) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(msgspec.json.encode(asdict(keys)))


def _random(prefix: str) -> str:
    return prefix + "".join(secrets.choice(ascii_letters + digits) for _ in range(32))
