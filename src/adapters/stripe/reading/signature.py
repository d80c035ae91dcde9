"""Stripe's webhook signatures, checked over the bytes as they came and against the time that is handed in.

The SDK's own check decodes the body before it is known to be Stripe's, and lets timestamps of the future pass.
"""

import hashlib
import hmac
from collections.abc import Iterable
from datetime import datetime

from application.ports.stripe.events import InvalidSignature

TOLERANCE = 300
"""Seconds either way; Stripe's own default (docs.stripe.com/webhooks/signature)."""

_SCHEME = "v1"
_MAX_DIGITS = 12
"""A Unix time of more digits is no time, and Python refuses to read very long numbers."""


def verify(body: bytes, header: str | None, secrets: Iterable[str], now: datetime) -> None:
    """Nothing, if one of the secrets signed this body within the tolerance. Raises `InvalidSignature`.

    An empty secret is none: anybody could sign with it.
    """
    stamp, signatures = read_header(header, now)
    signed = stamp.encode() + b"." + body
    expected = [hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest().encode() for secret in secrets if secret]
    matches = [hmac.compare_digest(ours, theirs) for ours in expected for theirs in signatures]
    if not any(matches):
        raise InvalidSignature("no signature is ours")


def read_header(header: str | None, now: datetime) -> tuple[str, list[bytes]]:
    """Returns the header's time and its signatures. Raises `InvalidSignature` for a header that no body can match."""
    if not header:
        raise InvalidSignature("there is no Stripe-Signature header")
    pairs = [item.strip().partition("=") for item in header.split(",")]
    stamps = [value for name, _, value in pairs if name == "t"]
    if len(stamps) != 1 or not _is_time(stamps[0]):
        raise InvalidSignature("the Stripe-Signature header has no time")
    if abs(now.timestamp() - int(stamps[0])) > TOLERANCE:
        raise InvalidSignature("the signature's time is too far from now")
    signatures = [value.encode("utf-8", "surrogateescape") for name, _, value in pairs if name == _SCHEME]
    if not signatures:
        raise InvalidSignature("the Stripe-Signature header has no v1 signature")
    return stamps[0], signatures


def _is_time(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= _MAX_DIGITS
