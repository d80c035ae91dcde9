"""How each country writes its addresses."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from domain.customers.address import Address

FieldFaults: TypeAlias = tuple[tuple[str, str], ...]
"""Fields of an address by their public names (`postalCode`), each with a sentence that says what to enter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StateName:
    """A state, province or region: the code that is stored, and its name for people."""

    code: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressForm:
    """The fields of a country's addresses.

    `lines` are the fields (`name`, `street`, `city`, `state`, `postalCode`) in the country's order, a line of the
    address each. `state_label`, `city_label` and `postal_code_label` are kinds such as `province` or `zip`. `states` is
    empty where any text is a state. `postal_code_pattern` is a regular expression of the whole code.
    """

    country: str
    lines: tuple[tuple[str, ...], ...]
    required: frozenset[str]
    state_label: str
    city_label: str
    postal_code_label: str
    states: tuple[StateName, ...]
    postal_code_pattern: str | None
    postal_code_example: str | None


class AddressRules(Protocol):
    """The address rules of every country."""

    def countries(self) -> Sequence[str]:
        """Returns the ISO 3166-1 codes of all countries with rules, in alphabetical order."""

    def form(self, country: str) -> AddressForm:
        """Returns the form of a country; raises `KeyError` for an unknown one."""

    def state(self, country: str, text: str) -> str:
        """Returns the code of a state given by code, ISO 3166-2 code or name; raises `UnknownState`."""

    def check(self, address: Address) -> tuple[Address, FieldFaults]:
        """Returns the address with state and postal code as they are stored, and what its country does not know.

        An unknown country is no fault here: only the shop's own countries are offered.
        """


class UnknownState(Exception):
    """The country has no such state, or no states; the message says what to enter."""
