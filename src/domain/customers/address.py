"""Postal addresses."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A postal address; `country` is an ISO 3166-1 alpha-2 code in capitals.

    `state` is the state's code where the country has codes. Not every country has states or postal codes.
    """

    name: str
    line1: str
    line2: str | None = None
    city: str
    state: str | None = None
    postal_code: str | None = None
    country: str
    phone: str | None = None
