"""The rule of mail addresses with IDNA's encoding, for what callers send."""

from typing import Final

import idna

from domain.text import mail_address
from domain.text.mail_address import LONGEST, PATTERN

__all__ = ["ADVICE", "LONGEST", "PATTERN", "has_encodable_domain", "is_mailable"]

ADVICE: Final = "must be a mail address"


def is_mailable(address: str) -> bool:
    """Whether a mail can be sent there."""
    return mail_address.is_mailable(address, idna.encode)


def has_encodable_domain(address: str) -> bool:
    """Whether an address that matches the pattern has a domain in ASCII (IDNA), which no pattern can say."""
    return not mail_address.matches_pattern(address) or is_mailable(address)
