"""How to reach a running sandbox: in a file for other programs, as text for people."""

import shlex
from collections.abc import Mapping

import msgspec

from entrypoints.sandbox.addresses import Addresses
from entrypoints.sandbox.development_token import sign_development_token
from entrypoints.sandbox.folder import Folder
from entrypoints.sandbox.keys import Keys

TOKEN_SECONDS = 30 * 24 * 3600  # long enough to keep one in a script


class ConnectionDetails(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Every URL, key and token of the sandbox; no URL ends in a slash."""

    api_url: str
    stripe_url: str
    mail_url: str
    page_url: str
    admin_page_url: str
    mongodb_uri: str
    publishable_key: str
    secret_key: str
    webhook_secret: str
    jwt_secret: str
    customer_token: str
    admin_token: str


def connection_details(
    addresses: Addresses, keys: Keys, now: int, *, issuer: str | None = None, audience: str | None = None
) -> ConnectionDetails:
    """Returns the details, with tokens that live for thirty days from `now` (seconds since 1970)."""
    customer = sign_development_token(
        keys.jwt_secret,
        subject="customer-ada",
        issued_at=now,
        ttl_seconds=TOKEN_SECONDS,
        email="ada@customer.example",
        given_name="Ada",
        family_name="Okafor",
        issuer=issuer,
        audience=audience,
    )
    admin = sign_development_token(
        keys.jwt_secret,
        subject="admin-grace",
        issued_at=now,
        ttl_seconds=TOKEN_SECONDS,
        roles=["admin"],
        email="grace@shop.example",
        given_name="Grace",
        family_name="Lindqvist",
        issuer=issuer,
        audience=audience,
    )
    return ConnectionDetails(
        api_url=addresses.api_url,
        stripe_url=addresses.stripe_url,
        mail_url=addresses.mail_url,
        page_url=f"{addresses.api_url}/#token={customer}",
        admin_page_url=f"{addresses.api_url}/admin#token={admin}",
        mongodb_uri=addresses.mongodb_uri,
        publishable_key=keys.publishable_key,
        secret_key=keys.secret_key,
        webhook_secret=keys.webhook_secret,
        jwt_secret=keys.jwt_secret,
        customer_token=customer,
        admin_token=admin,
    )


def publish(details: ConnectionDetails, settings: Mapping[str, str], folder: Folder) -> None:
    """Writes the settings and then the connection details, each file whole or not at all."""
    lines = "".join(f"{name}={shlex.quote(value)}\n" for name, value in settings.items())
    folder.write_private(folder.environment, lines.encode())
    folder.write_private(folder.connection_details, msgspec.json.format(msgspec.json.encode(details)))


def text_for_people(details: ConnectionDetails, folder: Folder) -> str:
    """Returns what the sandbox prints once it is ready."""
    return f"""\
Till's sandbox is ready.

  Checkout page       {details.page_url}

  Operator's page     {details.admin_page_url}

  API                 {details.api_url}
  OpenAPI document    {details.api_url}/schema/openapi.json
  Stripe stand-in     {details.stripe_url}
  Caught mails        {details.mail_url}
  MongoDB             {details.mongodb_uri}

  Customer's token    {details.customer_token}

  Admin's token       {details.admin_token}

  Pay with 4242 4242 4242 4242, any future date and any CVC.
  The same details as JSON: {folder.connection_details}
  To use Till's commands with it: set -a; . {shlex.quote(str(folder.environment))}; set +a
  Logs: {folder.logs}. Ctrl-C stops everything; the data stays.
"""
