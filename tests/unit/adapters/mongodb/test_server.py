"""Servers that cannot keep Till's promises are refused by name, with the reason."""

import pytest

from adapters.mongodb.driver.server import refused_build
from adapters.mongodb.driver.uri import why_unusable


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("shop.cluster-c1.eu-west-1.docdb.amazonaws.com:27017", "Amazon DocumentDB"),
        ("shop-123.eu-west-1.docdb-elastic.amazonaws.com", "Amazon DocumentDB"),
        ("shop.mongo.cosmos.azure.com:10255", "Azure Cosmos DB"),
        ("shop.mongocluster.cosmos.azure.com", "Azure Cosmos DB"),
        ("SHOP.documents.azure.com:10255", "Azure Cosmos DB"),
        ("shop.adb.eu-frankfurt-1.oraclecloudapps.com:27017", "Oracle's API for MongoDB"),
    ],
)
def test_another_vendors_database_is_refused_by_its_host(host: str, name: str) -> None:
    why = why_unusable(f"mongodb://ada:hunter2@{host}/till")
    assert why is not None
    assert f"{name} is refused" in why
    assert "hunter2" not in why


@pytest.mark.parametrize("host", ["docdb.amazonaws.com.shop.example", "mongodb.azure.com", "cluster0.x.mongodb.net"])
def test_another_host_is_not_refused(host: str) -> None:
    assert why_unusable(f"mongodb://{host}/till") is None


@pytest.mark.parametrize(
    ("build", "why"),
    [
        ({"version": "7.0.77", "versionArray": [7, 0, 77, 0], "ferretdb": {"version": "2.7"}}, "FerretDB is refused"),
        ({"version": "5.0.31", "versionArray": [5, 0, 31, 0]}, "version 5.0.31 is refused: Till needs 6.0 or later"),
        ({}, "version unknown is refused"),
    ],
)
def test_a_server_is_refused_by_what_it_says_of_itself(build: dict[str, object], why: str) -> None:
    assert (refused_build(build) or "").startswith(why)


@pytest.mark.parametrize("version", [[6, 0, 0, 0], [7, 0, 14, 0], [8, 2, 11, 0]])
def test_mongodb_from_six_on_is_accepted(version: list[int]) -> None:
    assert refused_build({"version": "x", "versionArray": version}) is None
