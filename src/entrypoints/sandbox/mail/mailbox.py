"""The caught mails, stored on disk so that a restart loses none."""

import os
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Final

import msgspec

_FILE: Final = "mails.jsonl"


class Mail(msgspec.Struct, frozen=True, kw_only=True):
    """A mail to one recipient; `at` is RFC 3339 in UTC, in whole milliseconds."""

    to: str
    subject: str
    text: str | None
    html: str | None
    at: str


class Mailbox:
    """The mails in order of arrival; an added one is on disk when `add` returns."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._path = folder / _FILE
        self._mails = list(_read(self._path)) if self._path.exists() else []

    def all(self) -> list[Mail]:
        """Returns all mails, the oldest first."""
        return list(self._mails)

    def add(self, mail: Mail) -> None:
        """Stores a mail."""
        with self._path.open("ab") as file:
            file.write(msgspec.json.encode(mail) + b"\n")
            file.flush()
            os.fsync(file.fileno())
        self._mails.append(mail)

    def empty(self) -> None:
        """Deletes all mails."""
        self._path.unlink(missing_ok=True)
        self._mails.clear()


def mail_from(content: bytes, *, to: str, at: str) -> Mail:
    """Parses a mail as it was received over SMTP."""
    message = message_from_bytes(content, _class=EmailMessage, policy=default)
    return Mail(
        to=to, subject=str(message["subject"] or ""), text=_body(message, "plain"), html=_body(message, "html"), at=at
    )


def _body(message: EmailMessage, kind: str) -> str | None:
    part = message.get_body((kind,))
    return None if part is None else str(part.get_content()).replace("\r\n", "\n")


def _read(path: Path) -> list[Mail]:
    mails = []
    for line in path.read_bytes().splitlines():
        try:
            mails.append(msgspec.json.decode(line, type=Mail))
        except msgspec.DecodeError:
            # The last line of a process that was killed while it wrote: that mail was never accepted.
            continue
    return mails
