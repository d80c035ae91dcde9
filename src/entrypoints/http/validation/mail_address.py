"""Mail addresses that a mail can be sent to: without quotes, and at a domain that has an ASCII spelling."""

import re
from typing import Final

import idna

from entrypoints.http.validation.blanks import CONTROL, REORDERING, UNSEEN

LONGEST: Final = 254  # RFC 5321 §4.5.3.1.3, less the brackets
ADVICE: Final = "must be a mail address"

_LONGEST_DOMAIN: Final = 253
_DOTS: Final = r".\u3002\uff0e\uff61"  # those that internationalised names may be written with (UTS 46)
_LOCAL: Final = f'[^<>()\\[\\]\\\\,;:@" {CONTROL}{UNSEEN}{REORDERING}]{{1,64}}'
_NEITHER: Final = rf"\u0000-\u002c\u002f\u003a-\u0040\u005b-\u0060\u007b-\u009f{_DOTS}"  # of ASCII, what is not LDH
_LABEL: Final = f"[^-{_NEITHER}]([^{_NEITHER}]{{0,61}}[^-{_NEITHER}])?"

PATTERN: Final = f"^{_LOCAL}@{_LABEL}([{_DOTS}]{_LABEL})+$"
"""What a pattern can say of it, in both Python's and ECMAScript's dialect."""

_PATTERN: Final = re.compile(PATTERN)


def is_mailable(address: str) -> bool:
    """Whether a mail can be sent there."""
    return len(address) <= LONGEST and _PATTERN.search(address) is not None and has_spellable_domain(address)


def has_spellable_domain(address: str) -> bool:
    """Whether the domain is in ASCII, or has a spelling in it (IDNA), which no pattern can tell."""
    domain = address.rpartition("@")[2]
    if domain.isascii() or len(address) > LONGEST:
        return True
    try:
        return len(idna.encode(domain, uts46=True)) <= _LONGEST_DOMAIN
    except idna.IDNAError:
        return False
