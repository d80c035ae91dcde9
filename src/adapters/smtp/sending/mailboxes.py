"""Addresses as SMTP can carry them, or not at all."""

import re
from email.headerregistry import Address
from email.utils import parseaddr

import idna

from adapters.smtp.letters.plain_text import plain
from application.ports.mail.mailer import MailRefused

_LOCAL = re.compile(r"[^\s<>()\[\]\\,;:@\"\x00-\x1f\x7f-\x9f]{1,64}")
_DOMAIN = re.compile(r"(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*")


def mailbox(address: str, display_name: str = "") -> Address:
    """An address, its domain in the ASCII spelling of internationalised names; raises `MailRefused`.

    Only what needs no quoting is taken: no space, no control character, nothing that could end a header or a command.
    """
    local, _, domain = address.rpartition("@")
    if not _LOCAL.fullmatch(local) or plain(local) != local:
        raise MailRefused("the address is malformed")
    return Address(display_name=plain(display_name), username=local, domain=_ascii(domain))


def named_mailbox(spelt: str) -> Address:
    """An address that may come with a name: `Shop <orders@shop.example>`; raises `MailRefused`."""
    name, address = parseaddr(spelt)
    return mailbox(address, name)


def _ascii(domain: str) -> str:
    spelt = domain.lower()
    if not spelt.isascii():
        try:
            spelt = idna.encode(domain, uts46=True).decode("ascii")
        except idna.IDNAError as wrong:
            raise MailRefused("the address has no valid domain") from wrong
    if not _DOMAIN.fullmatch(spelt):
        raise MailRefused("the address has no valid domain")
    return spelt
