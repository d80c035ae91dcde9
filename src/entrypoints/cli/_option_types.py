"""Types of option values; each says what it expects."""

from datetime import timedelta

import click

from application.ports.edge.identity import LONGEST_SUBJECT
from entrypoints.http.validation.mail_address import ADVICE, is_mailable
from entrypoints.settings import grammar, urls


class Duration(click.ParamType[timedelta]):
    """A length of time as the settings spell it: 90s, 30m, 24h, 7d."""

    name = "duration"

    def convert(self, value: str | timedelta, param: click.Parameter | None, ctx: click.Context | None) -> timedelta:
        """Parses what was typed; a default that is a length already passes."""
        if isinstance(value, timedelta):
            return value
        try:
            return grammar.duration(value)
        except ValueError as wrong:
            self.fail(str(wrong), param, ctx)


class Origin(click.ParamType[str]):
    """An origin as browsers send it."""

    name = "origin"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Returns the origin in lower case and without a default port."""
        try:
            return urls.origin(value)
        except ValueError as wrong:
            self.fail(str(wrong), param, ctx)


class SubjectOrRole(click.ParamType[str]):
    """A token's subject or one of its roles, as the API accepts them."""

    name = "text"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Returns the text unchanged."""
        if not value.strip() or len(value) > LONGEST_SUBJECT or not value.isprintable():
            self.fail(f"must be 1 to {LONGEST_SUBJECT} printable characters, not all of them blanks", param, ctx)
        return value


class MailAddress(click.ParamType[str]):
    """A mail address as the API accepts it in a token."""

    name = "address"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Returns the address unchanged."""
        if not is_mailable(value):
            self.fail(f"{ADVICE}, such as ada@customer.example", param, ctx)
        return value
