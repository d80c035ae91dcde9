"""`till token`: a bearer token for development."""

import os
import time
from datetime import timedelta

import click

from entrypoints.cli._option_types import Duration, MailAddress, SubjectOrRole
from entrypoints.sandbox.development_token import sign_development_token
from entrypoints.settings import Environment, grammar
from entrypoints.settings.reading import Reading

_DEVELOPMENT = frozenset({Environment.SANDBOX.value, Environment.TEST.value})


@click.command
@click.option("--subject", type=SubjectOrRole(), required=True, help="The user's id.")
@click.option(
    "--role", "roles", type=SubjectOrRole(), multiple=True, help="A role, such as admin; may be given several times."
)
@click.option("--email", type=MailAddress(), help="The subject's mail address.")
@click.option("--ttl", type=Duration(), default="1h", show_default=True, help="How long it is accepted.")
def command(subject: str, roles: tuple[str, ...], email: str | None, ttl: timedelta) -> None:
    """Print a token for development, signed with the first secret of JWT_SECRET."""
    if os.environ.get("ENVIRONMENT", "").strip().lower() not in _DEVELOPMENT:
        raise click.ClickException(
            "Tokens are made for development alone: set ENVIRONMENT=sandbox or ENVIRONMENT=test."
            " With ENVIRONMENT=production, or none, your identity provider signs tokens."
        )
    read = Reading(os.environ)
    secrets = read.required("JWT_SECRET", grammar.rotated(grammar.token_secret))
    issuer = read.optional("JWT_ISSUER", grammar.text, None)
    audience = read.optional("JWT_AUDIENCE", grammar.text, None)
    read.finish()
    click.echo(
        sign_development_token(
            secrets[0].reveal() if secrets else "",
            subject=subject,
            issued_at=int(time.time()),
            ttl_seconds=int(ttl.total_seconds()),
            roles=roles,
            email=email,
            issuer=issuer,
            audience=audience,
        )
    )
