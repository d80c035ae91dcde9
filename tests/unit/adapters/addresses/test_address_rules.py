"""Addresses are held to their country's rules, and a state is known by every usual spelling."""

from __future__ import annotations

import re

import pytest

from adapters.addresses import PostalAddressRules
from adapters.addresses.country import country
from application.ports.prices.addresses import UnknownState
from tests.builders import address

RULES = PostalAddressRules()


@pytest.mark.parametrize(
    ("where", "spelling", "code"),
    [
        ("US", "CA", "CA"),
        ("US", "ca", "CA"),
        ("US", "US-CA", "CA"),
        ("US", "us-ca", "CA"),
        ("US", "California", "CA"),
        ("US", " california ", "CA"),
        ("US", "Calif.", "CA"),
        ("US", "D.C.", "DC"),
        ("US", "Washington D.C.", "DC"),
        ("US", "Washington", "WA"),
        ("US", "Wash.", "WA"),
        ("US", "N.Y.", "NY"),
        ("US", "Ala.", "AL"),
        ("US", "Miss.", "MS"),
        ("US", "W. Va.", "WV"),
        ("CA", "Québec", "QC"),
        ("CA", "quebec", "QC"),
        ("CA", "Que.", "QC"),
        ("CA", "CA-QC", "QC"),
        ("CA", "Nouvelle-Écosse", "NS"),
        ("IE", "Cork", "CO"),
        ("IE", "County Cork", "CO"),
        ("AE", "Dubai", "DU"),
        ("JP", "東京都", "13"),
        ("JP", "Tokyo", "13"),
        ("HK", "九龍", "Kowloon"),
        ("BR", "sao paulo", "SP"),
        ("RO", "Cluj", "Cluj"),
    ],
)
def test_a_state_is_stored_by_its_code_however_it_is_spelt(where: str, spelling: str, code: str) -> None:
    assert RULES.state(where, spelling) == code


def test_every_name_in_every_language_is_the_state_that_has_it() -> None:
    wrong = [
        (code, name)
        for code in RULES.countries()
        for state in country(code).states
        for name in (state.code, state.key, f"{code}-{state.code}", *state.names)
        if RULES.state(code, name) != state.code
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("where", "spelling", "advice"),
    [
        ("US", "Atlantis", "is no state of US"),
        ("US", "New", "is no state of US"),
        ("US", ".", "is no state of US"),
        ("US", "lorado", "is no state of US"),
        ("CA", "California", "is no province of CA"),
        ("DE", "Bayern", "leave it out"),
    ],
)
def test_a_state_that_the_country_does_not_know_is_refused(where: str, spelling: str, advice: str) -> None:
    with pytest.raises(UnknownState, match=re.escape(advice)):
        RULES.state(where, spelling)


@pytest.mark.parametrize(
    ("where", "postal_code", "stored"),
    [
        ("US", "94110-1234", "94110-1234"),
        ("CA", "h2x 1y4", "H2X 1Y4"),
        ("GB", "sw1y  4jh", "SW1Y 4JH"),
        ("IE", None, None),
        ("IE", "D02 X285", "D02 X285"),
        ("KW", None, None),
        ("KW", "54541", "54541"),
        ("HK", None, None),
        ("AE", None, None),
        ("BR", "40301-110", "40301-110"),
    ],
)
def test_a_postal_code_is_required_or_optional_as_the_country_has_it(
    where: str, postal_code: str | None, stored: str | None
) -> None:
    states = {"US": "CA", "CA": "QC", "HK": "Kowloon", "AE": "Dubai", "BR": "SP"}
    checked, faults = RULES.check(address(country=where, postal_code=postal_code, state=states.get(where), phone=None))
    assert (checked.postal_code, faults) == (stored, ())


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        ({"postal_code": "ABCDE"}, ["postalCode"]),
        ({"postal_code": "9411"}, ["postalCode"]),
        ({"postal_code": None}, ["postalCode"]),
        ({"state": None}, ["state"]),
        ({"state": "Atlantis", "postal_code": "1", "phone": "abc"}, ["phone", "state", "postalCode"]),
        ({"country": "HK", "state": "Kowloon"}, ["postalCode"]),
        ({"country": "DE", "postal_code": "10115"}, ["state"]),
        ({"country": "ZZ", "phone": "abc"}, ["phone"]),
        ({"country": "ZZ", "phone": None}, []),
    ],
)
def test_what_the_country_does_not_know_is_named_by_its_field(given: dict[str, str | None], fields: list[str]) -> None:
    _, faults = RULES.check(address(**given))
    assert [field for field, _ in faults] == fields


@pytest.mark.parametrize("phone", ["+1 408 555 0199", "(408) 555-0199", "+49 30 901820", "+353 1 679 6111"])
def test_a_telephone_number_may_be_a_foreign_one(phone: str) -> None:
    assert RULES.check(address(phone=phone))[1] == ()


def test_the_form_of_a_country_has_its_fields_in_its_order() -> None:
    us, hong_kong, germany = RULES.form("US"), RULES.form("HK"), RULES.form("DE")
    assert us.lines == (("name",), ("street",), ("city", "state", "postalCode"))
    assert (us.state_label, us.postal_code_label) == ("state", "zip")
    assert {"state", "postalCode", "city"} <= us.required
    assert re.fullmatch(us.postal_code_pattern or "", "94110")
    assert hong_kong.lines == (("name",), ("street",), ("city",), ("state",))
    assert [state.name for state in hong_kong.states] == ["Kowloon", "Hong Kong Island", "New Territories"]
    assert hong_kong.postal_code_pattern is None
    assert germany.lines[-1] == ("postalCode", "city")
    assert germany.states == ()
    with pytest.raises(KeyError):
        RULES.form("XX")
    with pytest.raises(KeyError):
        RULES.form("ZZ")


def test_every_country_has_a_form() -> None:
    assert len(RULES.countries()) > 240
    assert all(RULES.form(code).lines for code in RULES.countries())
