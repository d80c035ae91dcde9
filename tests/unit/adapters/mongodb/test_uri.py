"""The driver itself validates a connection string, and only names of known options are quoted from it."""

import warnings
from pathlib import Path

import pytest

from adapters.mongodb.driver.connection import connect
from adapters.mongodb.driver.uri import database_named_by, why_unusable


@pytest.mark.parametrize(
    ("uri", "database"),
    [
        ("mongodb://db.example", ""),
        ("mongodb://db.example/", ""),
        ("mongodb://db.example:27017/till?replicaSet=rs0&w=majority", "till"),
        ("mongodb://ada:p%2Fss%40@a_1:1,b.example:65535,[::1]:27017/till?tls=true;retryWrites=true", "till"),
        ("mongodb://%2Ftmp%2Fmongodb-27017.sock/till", "till"),
        ("mongodb://db.example?tls=true", ""),
        ("mongodb://db.example/till?connect=true", "till"),
        ("mongodb://CN=till@db.example/my%2Dshop?authMechanism=MONGODB-X509", "my-shop"),
        ("mongodb+srv://ada:secret@cluster.example/till?readPreference=primary", "till"),
    ],
)
def test_what_the_driver_takes_is_taken_and_nothing_is_asked_of_a_network(uri: str, database: str) -> None:
    assert why_unusable(uri) is None
    assert database_named_by(uri) == database


HOSTS, USER, PATH, OPTIONS, TOGETHER = (
    "its hosts",
    "percent-encoded",
    "database name",
    "options that MongoDB's",
    "together",
)


@pytest.mark.parametrize(
    ("uri", "said"),
    [
        ("mongodb://", "connection string"),
        ("mongodb://ada:hun/ter2@db.example/till", "connection string"),
        *((f"mongodb://{hosts}/till", HOSTS) for hosts in ("a,b:99999", "a,b:0", "a,b:x", "a,,b", "a,", "a b", "a:")),
        *((f"mongodb://{hosts}/till", HOSTS) for hosts in ("[::1", "::1", "%41", "a:1:2")),
        *((f"mongodb+srv://{hosts}/till", HOSTS) for hosts in ("a.example,b.example", "a.example:27017")),
        ("mongodb://ada:hun?ter2@db.example/till", HOSTS),
        *((f"mongodb://{user}@db.example/till", USER) for user in ("ada:hunter2%zz", "ada:hunter2%", "ada:hun:ter2")),
        *((f"mongodb://{user}@db.example/till", USER) for user in ("ada@shop:hunter2", "", ":hunter2")),
        ("mongodb://db.example/hunter2 2", PATH),
        (
            "mongodb://db.example/till?hunter2=hunter2",
            "driver refuses (a wrong name or value, or no such file): no. 1",
        ),
        ("mongodb://db.example/till?w=1&j=true", "no. 2"),
        (
            "mongodb://db.example/till?tlsCAFile=/hunter2&readPreference=x&zz=3",
            ": tlsCAFile, readPreference, no. 3",
        ),
        ("mongodb://db.example/till?authMechanism=hunter2", ": authMechanism"),
        ("mongodb://db.example/till?authMechanismProperties=AWS_SESSION_TOKEN", ": authMechanismProperties"),
        ("mongodb://db.example/till?readPreference=secondary&readPreferenceTags=hunter2", ": readPreferenceTags"),
        ("mongodb://db.example/till?compressors=hunter2", ": compressors"),
        ("mongodb://db.example/till?socketTimeoutMS=soon", ": socketTimeoutMS"),
        ("mongodb://db.example/till?minPoolSize=99&maxPoolSize=3", TOGETHER),
        ("mongodb://db.example/till?w=1&w=2", TOGETHER),
        ("mongodb://db.example/till?replicaSet", TOGETHER),
        ("mongodb://db.example/till?authMechanism=GSSAPI", TOGETHER),
        (f"mongodb://db.example/till?tlsCAFile={Path(__file__)}", TOGETHER),
    ],
)
def test_what_the_driver_refuses_or_would_ignore_is_refused_without_being_quoted(uri: str, said: str) -> None:
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        why = why_unusable(uri)

    assert why is not None
    assert said in why
    assert "hunter2" not in why
    assert warned == []


def test_what_is_judged_leaves_warnings_as_they_were() -> None:
    why_unusable("mongodb://db.example/till?readPreference=hunter2")

    with pytest.warns(UserWarning, match="read preference"):
        connect("mongodb://db.example/till?readPreference=hunter2").close()
