"""How each kind of variable is spelt: parsers that say what they expect and never repeat what they were given."""

import binascii
import re
from base64 import b64decode
from collections.abc import Callable
from datetime import timedelta
from enum import StrEnum
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Final, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from adapters.smtp.sending import mailboxes
from application.ports.mail.mailer import MailRefused
from domain.money.currency import CURRENCIES
from entrypoints.settings.model import Environment, RateLimit, Secret

T = TypeVar("T")
Choice = TypeVar("Choice", bound=StrEnum)

MINIMUM_SECRET_BYTES: Final = 32  # RFC 7518 §3.2: an HS256 key is at least as long as the hash
DATABASE_NAME: Final = "1 to 63 letters, digits, - or _"
_UNIT_SECONDS: Final = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
_WINDOW_SECONDS: Final = {"second": 1, "minute": 60, "hour": 3600, "day": 86_400}
_LONGEST: Final = timedelta(days=365)
_KEY_PAIRS: Final = ("-----BEGIN ", "ssh-", "ecdsa-sha2-")
_NOT_ON_STATEMENTS: Final = frozenset("<>\\'\"*")
_LOG_LEVELS: Final = ("debug", "info", "warning", "error")


def environment(text: str) -> Environment:
    """One of the three environments."""
    try:
        return Environment(text.lower())
    except ValueError:
        raise ValueError("must be sandbox, test or production") from None


def duration(text: str) -> timedelta:
    """A whole number with a unit: 90s, 30m, 24h, 7d; at most a year."""
    match = re.fullmatch(r"([0-9]{1,9})([smhd])", text)
    if match is None or int(match[1]) == 0:
        raise ValueError("must be a whole number and a unit, such as 90s, 30m, 24h or 7d")
    length = timedelta(seconds=int(match[1]) * _UNIT_SECONDS[match[2]])
    if length > _LONGEST:
        raise ValueError("must not be longer than 365d")
    return length


def rate_limit(text: str) -> RateLimit:
    """A count and a window: 100/minute."""
    match = re.fullmatch(r"([0-9]{1,9})\s*/\s*(second|minute|hour|day)s?", text)
    if match is None or int(match[1]) == 0:
        raise ValueError("must be a count and a window (second, minute, hour or day), such as 100/minute")
    return RateLimit(count=int(match[1]), seconds=_WINDOW_SECONDS[match[2]])


def flag(text: str) -> bool:
    """true or false, in the spellings that environments use."""
    known = {"true": True, "1": True, "yes": True, "on": True, "false": False, "0": False, "no": False, "off": False}
    try:
        return known[text.lower()]
    except KeyError:
        raise ValueError("must be true or false") from None


def currency(text: str) -> str:
    """A currency that Stripe charges in, in lower case as Stripe spells it."""
    if text.lower() not in CURRENCIES:
        raise ValueError("must be the three-letter code of a currency that Stripe charges in, such as usd")
    return text.lower()


def log_level(text: str) -> str:
    """The least severe level that is written."""
    if text.lower() not in _LOG_LEVELS:
        raise ValueError(f"must be one of {', '.join(_LOG_LEVELS)}")
    return text.lower()


def choice(options: type[Choice], expected: str) -> Callable[[str], Choice]:
    """One of an enumeration's values, in any case."""

    def parse(value: str) -> Choice:
        try:
            return options(value.lower())
        except ValueError:
            raise ValueError(expected) from None

    return parse


def text(value: str) -> str:
    """Any text."""
    return value


def line(longest: int) -> Callable[[str], str]:
    """A text of at most `longest` characters."""

    def parse(value: str) -> str:
        if not 0 < len(value) <= longest:
            raise ValueError(f"must be 1 to {longest} characters")
        return value

    return parse


def time_zone(value: str) -> ZoneInfo:
    """A time zone of the IANA database."""
    try:
        return ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError("must be a time zone's name in the IANA database, such as Europe/Berlin or UTC") from None


def statement_descriptor_suffix(value: str) -> str:
    """What follows the account's prefix on a shopper's statement; Stripe allows 22 characters for both."""
    if re.fullmatch(r"(?=.*[A-Za-z])[ -~]{1,22}", value) is None or set(value) & _NOT_ON_STATEMENTS:
        raise ValueError("must be 1 to 22 letters, digits and signs, at least one letter, none of < > \\ ' \" *")
    return value


def shop_webhook_secret(value: str) -> str:
    """A secret as Standard Webhooks spells it: whsec_ and the base64 of 24 to 64 bytes."""
    prefix, _, encoded = value.partition("_")
    try:
        decoded = b64decode(encoded, validate=True)
    except (ValueError, binascii.Error):
        decoded = b""
    if prefix != "whsec" or not 24 <= len(decoded) <= 64:
        raise ValueError(
            "must be whsec_ and the base64 of 24 to 64 bytes; `echo whsec_$(openssl rand -base64 32)` makes a good one"
        )
    return value


def key(*prefixes: str) -> Callable[[str], str]:
    """A Stripe key of one of these kinds, known by its prefix."""

    def parse(value: str) -> str:
        if not any(re.fullmatch(re.escape(prefix) + r"[A-Za-z0-9_]+", value) for prefix in prefixes):
            raise ValueError(f"must be a key that begins with {' or '.join(prefixes)}; copy it from Stripe's dashboard")
        return value

    return parse


def secret(parse: Callable[[str], str]) -> Callable[[str], Secret]:
    """Hides what `parse` accepts."""
    return lambda value: Secret(parse(value))


def long_secret(value: str) -> Secret:
    """A secret of at least 32 bytes."""
    if len(value.encode()) < MINIMUM_SECRET_BYTES:
        raise ValueError(
            f"must be at least {MINIMUM_SECRET_BYTES} bytes, each where commas separate several;"
            " `openssl rand -hex 32` makes a good one"
        )
    return Secret(value)


def token_secret(value: str) -> Secret:
    """A long secret, and no key of a pair: HS256 would be refused with one at each request."""
    if value.startswith(_KEY_PAIRS):
        raise ValueError("is a key of a pair, not a secret; where tokens are signed by one set JWT_JWKS_URL instead")
    return long_secret(value)


def rotated(parse: Callable[[str], Secret]) -> Callable[[str], tuple[Secret, ...]]:
    """One secret, or several while it is rotated, separated by commas: the first signs and each verifies."""
    parse_all = listed(parse)
    return lambda value: parse_all(value) if value.strip(", ") else (parse(""),)


def database_name(value: str) -> str:
    """A database name that MongoDB accepts on every platform."""
    if not is_database_name(value):
        raise ValueError(f"must be {DATABASE_NAME} (set it, or end MONGODB_URI's path in it)")
    return value


def is_database_name(value: str) -> bool:
    """Whether it is one."""
    return re.fullmatch(r"[A-Za-z0-9_-]{1,63}", value) is not None


def network(value: str) -> IPv4Network | IPv6Network:
    """An IP address or a network in CIDR notation."""
    try:
        return ip_network(value)
    except ValueError:
        raise ValueError("must be IP addresses or networks, such as 10.0.0.0/8,::1") from None


def listed(parse: Callable[[str], T], *, at_most: int | None = None) -> Callable[[str], tuple[T, ...]]:
    """One or several, separated by commas, each taken once."""

    def parse_all(value: str) -> tuple[T, ...]:
        parts = [part.strip() for part in value.split(",") if part.strip()]
        if not parts:
            raise ValueError("must name at least one")
        parsed = tuple(dict.fromkeys(parse(part) for part in parts))
        if at_most is not None and len(parsed) > at_most:
            raise ValueError(f"must name at most {at_most}")
        return parsed

    return parse_all


def mailbox(value: str) -> str:
    """An address, or a name and an address in angle brackets."""
    try:
        mailboxes.named_mailbox(value)
    except MailRefused:
        raise ValueError("must be a mail address, such as orders@shop.example or Shop <orders@shop.example>") from None
    return value
