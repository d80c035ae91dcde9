"""The page's file with the address form of each country to which the shop ships."""

from collections.abc import Sequence

import msgspec

from application.ports.prices.addresses import AddressRules
from entrypoints.http.pages.built_pages import PageFile, page_file


class StateOption(msgspec.Struct, rename="camel", kw_only=True):
    """A state, province or region by its code."""

    code: str
    name: str


class CountryForm(msgspec.Struct, rename="camel", kw_only=True):
    """The form of a country's addresses, as the port `AddressForm` describes it."""

    country: str
    lines: list[list[str]]
    required: list[str]
    state_label: str
    city_label: str
    postal_code_label: str
    states: list[StateOption]
    postal_code_pattern: str | None
    postal_code_example: str | None


def address_forms_file(addresses: AddressRules, countries: Sequence[str]) -> PageFile:
    """Returns the forms of these countries as a JSON object by country code."""
    forms = {code: _form(addresses, code) for code in countries}
    return page_file(msgspec.json.encode(forms), "application/json")


def _form(addresses: AddressRules, code: str) -> CountryForm:
    form = addresses.form(code)
    return CountryForm(
        country=form.country,
        lines=[list(line) for line in form.lines],
        required=sorted(form.required),
        state_label=form.state_label,
        city_label=form.city_label,
        postal_code_label=form.postal_code_label,
        states=[StateOption(code=state.code, name=state.name) for state in form.states],
        postal_code_pattern=form.postal_code_pattern,
        postal_code_example=form.postal_code_example,
    )
