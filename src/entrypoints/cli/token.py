"""`till token`: a bearer token to try the API with."""

import os
import time
from datetime import timedelta

import click

from entrypoints.development_token import sign_development_token
from entrypoints.settings import Environment, SettingsFault, grammar


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


@click.command
@click.option("--subject", required=True, help="Whom the token speaks for: the user's id.")
@click.option("--role", "roles", multiple=True, help="A role, such as admin; may be given several times.")
@click.option("--email", help="The subject's mail address.")
@click.option("--ttl", type=Duration(), default="1h", show_default=True, help="How long it is accepted.")
def command(subject: str, roles: tuple[str, ...], email: str | None, ttl: timedelta) -> None:
    """Print a token for development, signed with JWT_SECRET."""
    environment = os.environ.get("ENVIRONMENT", "").strip().lower()
    if environment == Environment.PRODUCTION:
        raise click.ClickException(
            "Tokens are not made with ENVIRONMENT=production: there, your identity provider signs"
        )
    try:
        secret = grammar.long_secret(os.environ.get("JWT_SECRET", "").strip())
    except ValueError as wrong:
        raise SettingsFault([("JWT_SECRET", str(wrong))]) from None
    click.echo(
        sign_development_token(
            secret.reveal(),
            subject=subject,
            issued_at=int(time.time()),
            ttl_seconds=int(ttl.total_seconds()),
            roles=roles,
            email=email,
            issuer=os.environ.get("JWT_ISSUER", "").strip() or None,
            audience=os.environ.get("JWT_AUDIENCE", "").strip() or None,
        )
    )
