"""The types of fields in requests, each with its bounds and its error message."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Annotated, Any, Final, TypeAlias

from msgspec import Meta, Struct

from domain.money.currency import LARGEST_OF_ANY
from domain.text.characters import CONTROL, INKLESS
from entrypoints.http.validation import mail_address

_NOT_BLANK: Final = f"^[^{CONTROL}]*[^{INKLESS}{CONTROL}][^{CONTROL}]*$"


class Body(Struct, rename="camel", forbid_unknown_fields=True, omit_defaults=True, kw_only=True, frozen=True):
    """A request body: camelCase, and unknown fields are refused."""

    @classmethod
    def faults_between(cls, _: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
        """Yields faults that the schema can't express, as pairs of field and message."""
        return ()


class ResponseBody(Struct, rename="camel", kw_only=True, omit_defaults=True):
    """An answer's body."""


def one_of(given: Mapping[str, Any], one: str, other: str) -> Iterable[tuple[str, str]]:
    """Yields faults unless exactly one of two fields is given."""
    if (given.get(one) is None) == (given.get(other) is None):
        message = f"give exactly one of {one} and {other}"
        yield from ((one, message), (other, message))


def timestamp(moment: datetime) -> str:
    """Returns a time as RFC 3339 in UTC with milliseconds, such as `2026-11-22T21:25:00.125Z`."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _id(prefix: str, what: str) -> Meta:
    message = f"must be {what}, which begins with {prefix}_"
    return Meta(pattern=f"^{prefix}_[A-Za-z0-9_]{{1,250}}$", extra={"message": message})


IntentId: TypeAlias = Annotated[str, _id("pi", "a PaymentIntent's id")]
PaymentMethodId: TypeAlias = Annotated[str, _id("pm", "a payment method's id")]
HoldId: TypeAlias = Annotated[str, _id("hld", "a hold's id")]
OrderReference: TypeAlias = Annotated[
    str,
    Meta(pattern="^[A-Za-z0-9_-]{1,64}$", extra={"message": "must be an order's id or number"}),
]
Sku: TypeAlias = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=100,
        pattern=f"^[^{INKLESS}{CONTROL}]([^{CONTROL}]*[^{INKLESS}{CONTROL}])?$",
        extra={"message": "must be a SKU of 1 to 100 characters without blanks at its ends"},
    ),
]
Quantity: TypeAlias = Annotated[int, Meta(ge=1, le=10_000)]
Amount: TypeAlias = Annotated[int, Meta(ge=1, le=LARGEST_OF_ANY)]
Currency: TypeAlias = Annotated[
    str, Meta(pattern="^[a-z]{3}$", extra={"message": "must be a three-letter currency code in lower case"})
]
Country: TypeAlias = Annotated[
    str, Meta(pattern="^[A-Z]{2}$", extra={"message": "must be a two-letter country code in capitals"})
]
Locale: TypeAlias = Annotated[str, Meta(max_length=100)]
Email: TypeAlias = Annotated[
    str,
    Meta(pattern=mail_address.PATTERN, max_length=mail_address.LONGEST, extra={"message": mail_address.ADVICE}),
]
Line: TypeAlias = Annotated[str, Meta(min_length=1, max_length=200, pattern=_NOT_BLANK)]
OptionalLine: TypeAlias = Annotated[str, Meta(max_length=200)]
Phone: TypeAlias = Annotated[str, Meta(max_length=40)]
OptionalPostalCode: TypeAlias = Annotated[str, Meta(max_length=20)]
Note: TypeAlias = Annotated[str, Meta(max_length=500)]
ReturnUrl: TypeAlias = Annotated[
    str,
    Meta(
        pattern=f"^https?://[^ {CONTROL}]+$",
        max_length=2048,
        extra={"message": "must be a URL that begins with https://"},
    ),
]
Reference: TypeAlias = Annotated[
    str,
    Meta(pattern=r"^[\x20-\x7e]{1,100}$", extra={"message": "must be 1 to 100 printable ASCII characters"}),
]
StripeId: TypeAlias = Annotated[
    str,
    Meta(
        pattern="^(pi|ch|py|re|pyr|du|dp)_[A-Za-z0-9_]{1,250}$",
        extra={"message": "must be the id of a payment, charge, refund or dispute, such as pi_ and letters or digits"},
    ),
]
Time: TypeAlias = Annotated[datetime, Meta(tz=True, extra={"message": "must be a time such as 2026-11-26T09:30:00Z"})]
Day: TypeAlias = Annotated[date, Meta(extra={"message": "must be a day such as 2026-11-26"})]
Limit: TypeAlias = Annotated[int, Meta(ge=1, le=100)]
Cursor: TypeAlias = Annotated[str, Meta(min_length=1, max_length=500)]
ChangesCursor: TypeAlias = Annotated[str, Meta(min_length=1, max_length=2000)]
UserReference: TypeAlias = Annotated[str, Meta(min_length=1, max_length=255)]
