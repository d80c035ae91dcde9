"""Which mail addresses a mail can be sent to: those without quotes, at a domain that has an ASCII form."""

import re
from collections.abc import Callable
from typing import Final, TypeAlias

from domain.text.characters import CONTROL, REORDERING, UNSEEN, has_control_characters

LONGEST: Final = 254  # RFC 5321 §4.5.3.1.3, less the brackets

_DOTS: Final = r".\u3002\uff0e\uff61"  # those that internationalised names may be written with (UTS 46)
_LOCAL: Final = f'[^<>()\\[\\]\\\\,;:@" {CONTROL}{UNSEEN}{REORDERING}]{{1,64}}'
_NEITHER: Final = rf"\u0000-\u002c\u002f\u003a-\u0040\u005b-\u0060\u007b-\u009f{_DOTS}"  # of ASCII, what is not LDH
_LABEL: Final = f"[^-{_NEITHER}]([^{_NEITHER}]{{0,61}}[^-{_NEITHER}])?"

PATTERN: Final = f"^{_LOCAL}@{_LABEL}([{_DOTS}]{_LABEL})+$"
"""As much of a shopper's address as a pattern of both dialects can say; theirs is never at a host without a dot."""

_PATTERN: Final = re.compile(PATTERN)
_LOCAL_PATTERN: Final = re.compile(_LOCAL)
_ASCII_DOMAIN: Final = re.compile(
    r"(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*"
)

EncodeDomain: TypeAlias = Callable[..., bytes]
"""IDNA's encoding of a domain, called with `uts46=True`; raises a `ValueError` for one that has none."""


class MalformedMailAddress(ValueError):
    """No mail can be sent to the address."""


def mail_address_parts(address: str, encode_domain: EncodeDomain) -> tuple[str, str]:
    """The local part and the domain in ASCII, as SMTP carries them; raises `MalformedMailAddress`."""
    local, _, domain = address.rpartition("@")
    if len(address) > LONGEST or _LOCAL_PATTERN.fullmatch(local) is None or has_control_characters(local):
        raise MalformedMailAddress("the address is malformed")
    encoded = domain.lower()
    if not encoded.isascii():
        try:
            encoded = encode_domain(domain, uts46=True).decode("ascii")
        except ValueError as wrong:
            raise MalformedMailAddress("the address has no valid domain") from wrong
    if _ASCII_DOMAIN.fullmatch(encoded) is None:
        raise MalformedMailAddress("the address has no valid domain")
    return local, encoded


def matches_pattern(address: str) -> bool:
    """Whether all that a pattern can say of an address holds."""
    return len(address) <= LONGEST and _PATTERN.search(address) is not None


def is_mailable(address: str, encode_domain: EncodeDomain) -> bool:
    """Whether a shopper can be mailed there."""
    try:
        mail_address_parts(address, encode_domain)
    except MalformedMailAddress:
        return False
    return matches_pattern(address)
