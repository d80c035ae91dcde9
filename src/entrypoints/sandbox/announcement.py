"""What a ready sandbox tells: other programs by a file, people by a page of text."""

import shlex
from collections.abc import Mapping

import msgspec

from entrypoints.sandbox.addresses import Addresses
from entrypoints.sandbox.development_token import sign_development_token
from entrypoints.sandbox.folder import Folder
from entrypoints.sandbox.keys import Keys

TOKEN_SECONDS = 30 * 24 * 3600  # long enough to keep one in a script


class Announcement(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Where everything is, and the keys to it; no URL ends in a slash."""

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


def announcement_of(addresses: Addresses, keys: Keys, now: int) -> Announcement:
    """The announcement at `now` (seconds since 1970), with tokens that live for thirty days from then."""
    customer = sign_development_token(
        keys.jwt_secret,
        subject="customer-ada",
        issued_at=now,
        ttl_seconds=TOKEN_SECONDS,
        email="ada@customer.example",
        given_name="Ada",
        family_name="Okafor",
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
    )
    return Announcement(
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


def publish(announcement: Announcement, settings: Mapping[str, str], folder: Folder) -> None:
    """Writes both files, the announcement last; whoever sees one sees all of it."""
    lines = "".join(f"{name}={shlex.quote(value)}\n" for name, value in settings.items())
    folder.write_private(folder.environment, lines.encode())
    folder.write_private(folder.announcement, msgspec.json.format(msgspec.json.encode(announcement)))


def for_people(announcement: Announcement, folder: Folder) -> str:
    """The page of text."""
    return f"""\
Till's sandbox is ready.

  The shop's page     {announcement.page_url}

  The operator's page {announcement.admin_page_url}

  The API             {announcement.api_url}
  Its document        {announcement.api_url}/schema/openapi.json
  Stripe's stand-in   {announcement.stripe_url}
  The mails           {announcement.mail_url}
  MongoDB             {announcement.mongodb_uri}

  A customer's token  {announcement.customer_token}

  An admin's token    {announcement.admin_token}

  Pay with 4242 4242 4242 4242, any date to come and any CVC. All of this for programs: {folder.announcement}
  Till's commands reach it after: set -a; . {shlex.quote(str(folder.environment))}; set +a
  The logs: {folder.logs}. Ctrl-C stops it all; the data stays.
"""
