"""Variables of which whoever uses them is the judge: the adapter is asked, or what it asks is asked here."""

import re

from adapters.smtp.sending.server import EXPECTED, smtp_server
from entrypoints.settings.urls import split


def mongodb_uri(value: str) -> str:
    """A connection string that MongoDB's driver takes without a complaint."""
    if not value.startswith(("mongodb://", "mongodb+srv://")):
        raise ValueError("must be a connection string such as mongodb://host:27017/till")
    # The driver takes long to import, and whoever has a string will need it.
    from adapters.mongodb.driver.uri import why_unusable

    why = why_unusable(value)
    if why is not None:
        raise ValueError(why)
    return value


def database_named_by(uri: str) -> str:
    """The database in a sound connection string's path; empty where it names none."""
    from adapters.mongodb.driver.uri import database_named_by

    return database_named_by(uri)


def smtp_url(value: str) -> str:
    """A server that mail can be handed to."""
    smtp_server(value)
    if split(value) is None:
        raise ValueError(EXPECTED)
    return value


def sentry_dsn(value: str) -> str:
    """A DSN as Sentry gives it out, which its client refuses by an error that quotes it."""
    parts = split(value)
    if (
        parts is None
        or parts.scheme not in ("https", "http")
        or not parts.username
        or parts.query
        or re.search(r"/[0-9]+\Z", parts.path) is None
    ):
        raise ValueError("must be a DSN such as https://key@errors.example/42; copy it from the project's page")
    return value
