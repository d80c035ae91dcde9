"""The shop's own tables are read from its files, or refused with the place at fault."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from adapters.addresses import PostalAddressRules
from adapters.tables.files import TableReader, UnusableTable

READER = TableReader(addresses=PostalAddressRules())


def written(folder: Path, table: object) -> str:
    path = folder / "table.json"
    path.write_text(table if isinstance(table, str) else json.dumps(table))
    return str(path)


def test_states_of_a_tax_table_are_known_by_every_spelling(tmp_path: Path) -> None:
    states = {"Calif.": "0.0725", "New York": 0.04, "US-OR": "0"}
    table = READER.taxes(written(tmp_path, {"countries": {"US": {"rate": "0", "states": states}}}))
    assert table.countries["US"].states == {"CA": Decimal("0.0725"), "NY": Decimal("0.04"), "OR": Decimal(0)}
    assert not table.prices_include_tax


def test_a_shipping_table_needs_only_countries_and_a_share(tmp_path: Path) -> None:
    table = READER.shipping(written(tmp_path, {"countries": ["DE"], "otherwise": {"home": "0.1", "abroad": "0.3"}}))
    assert (table.countries, table.currencies) == (("DE",), {})


OTHERWISE = {"home": "0.1", "abroad": "0.3"}


@pytest.mark.parametrize(
    ("table", "complaint"),
    [
        ("{", "truncated"),
        ({"countries": [], "otherwise": OTHERWISE}, "length >= 1"),
        ({"countries": ["Germany"], "otherwise": OTHERWISE}, "'Germany' is no country"),
        ({"countries": ["DE"], "otherwise": OTHERWISE, "currencies": {"xxx": {"home": 1, "abroad": 1}}}, "'xxx'"),
        ({"countries": ["DE"], "otherwise": OTHERWISE, "currencies": {"eur": {"home": -1, "abroad": 1}}}, ">= 0"),
        ({"countries": ["DE"], "otherwise": {"home": "1.1", "abroad": "0"}}, "at least 0 and below 1"),
        ({"countries": ["DE"], "otherwise": OTHERWISE, "zones": {}}, "zones"),
    ],
)
def test_an_unusable_shipping_table_is_refused(tmp_path: Path, table: object, complaint: str) -> None:
    with pytest.raises(UnusableTable, match=complaint):
        READER.shipping(written(tmp_path, table))


@pytest.mark.parametrize(
    ("countries", "complaint"),
    [
        ({"Germany": {"rate": "0.19"}}, "'Germany' is no country"),
        ({"DE": {"rate": "19"}}, "at least 0 and below 1"),
        ({"DE": {"rate": "0.19", "states": {"Bayern": "0.1"}}}, "'Bayern' is not a part of addresses in DE"),
        ({"US": {"rate": "0", "states": {"Atlantis": "0.1"}}}, "'Atlantis' is no state of US"),
        ({"US": {"rate": "0", "states": {"CA": "0.1", "Calif.": "0.2"}}}, "names CA twice"),
    ],
)
def test_an_unusable_tax_table_is_refused(tmp_path: Path, countries: object, complaint: str) -> None:
    with pytest.raises(UnusableTable, match=complaint):
        READER.taxes(written(tmp_path, {"countries": countries}))


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnusableTable, match="can't be read"):
        READER.taxes(str(tmp_path / "none.json"))
    with pytest.raises(UnusableTable, match="can't be read"):
        READER.shipping(str(tmp_path))
