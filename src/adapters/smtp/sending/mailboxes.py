"""Addresses as SMTP can carry them."""

import re
from email.headerregistry import Address
from email.utils import parseaddr

import idna

from adapters.smtp.letters.plain_text import plain
from application.ports.mail.mailer import MailRefused
from domain.text.mail_address import MalformedMailAddress, mail_address_parts

_ONE_ADDRESS = re.compile(r"[^@\s<>,]+@[^@\s<>,]+")
_NAMED = re.compile(rf"{_ONE_ADDRESS.pattern}|[^<>\r\n,]*<{_ONE_ADDRESS.pattern}>")
"""Python's own parser would find an address in almost anything."""


def mailbox(address: str, display_name: str = "") -> Address:
    """An address with its domain in ASCII, needing no quotes; raises `MailRefused`."""
    try:
        local, domain = mail_address_parts(address, idna.encode)
    except MalformedMailAddress as malformed:
        raise MailRefused(str(malformed)) from malformed
    return Address(display_name=plain(display_name), username=local, domain=domain)


def named_mailbox(text: str) -> Address:
    """An address that may come with a name: `Shop <orders@shop.example>`; raises `MailRefused`."""
    if _NAMED.fullmatch(text) is None:
        raise MailRefused("the address is malformed")
    name, address = parseaddr(text)
    return mailbox(address, name)
