"""Formats that a library or an adapter defines: its own parser decides what is valid."""

import re
from collections.abc import Callable

from adapters.addresses import PostalAddressRules
from adapters.smtp.sending.server import EXPECTED, smtp_server
from adapters.stripe.payment_method_types import SUPPORTED
from adapters.tables.files import TableReader, UnusableTable
from entrypoints.settings.model import NO_TABLE
from entrypoints.settings.urls import split


def mongodb_uri(value: str) -> str:
    """A connection string that MongoDB's driver takes without a complaint."""
    if not value.startswith(("mongodb://", "mongodb+srv://")):
        raise ValueError("must be a connection string such as mongodb://host:27017/till")
    # The driver takes long to import: a process without a connection string is spared it.
    from adapters.mongodb.driver.uri import why_unusable

    why = why_unusable(value)
    if why is not None:
        raise ValueError(why)
    return value


def database_named_by(uri: str) -> str:
    """The database in a sound connection string's path; empty where it names none."""
    from adapters.mongodb.driver.uri import database_named_by

    return database_named_by(uri)


def options_that_check_no_certificate(uri: str) -> tuple[str, ...]:
    """The options of a valid connection string by which any certificate would do."""
    from adapters.mongodb.driver.uri import options_that_check_no_certificate

    return options_that_check_no_certificate(uri)


def sends_password_in_clear(url: str) -> bool:
    """Whether a valid SMTP URL has a password and forbids encryption."""
    if not url:
        return False
    server = smtp_server(url)
    return server.password is not None and not server.implicit_tls and server.start_tls is False


def payment_method_type(value: str) -> str:
    """A payment method type that Till carries through."""
    if value not in SUPPORTED:
        raise ValueError(
            f"must name types that Till carries from the checkout to the refund, which are {', '.join(SUPPORTED)};"
            " others of Stripe's need pages or waits that it does not have"
        )
    return value


def smtp_url(value: str) -> str:
    """A server that mail can be handed to."""
    smtp_server(value)
    if split(value) is None:
        raise ValueError(EXPECTED)
    return value


def shipping_file(value: str) -> str:
    """A file with a shipping table, or `none`."""
    return _table(value, TableReader(addresses=PostalAddressRules()).shipping)


def tax_file(value: str) -> str:
    """A file with a tax table, or `none`."""
    return _table(value, TableReader(addresses=PostalAddressRules()).taxes)


def _table(value: str, read: Callable[[str], object]) -> str:
    if not value:
        raise ValueError(f"must be the path of a JSON file, or {NO_TABLE}")
    if value != NO_TABLE:
        try:
            read(value)
        except UnusableTable as why:
            raise ValueError(f"can't be used: {why}; give the path of a sound JSON file, or {NO_TABLE}") from None
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
