"""Ports: the ones asked for, free ones for the rest, and one sentence where that can't be."""

import socket

import pytest

from entrypoints.sandbox.addresses import HOST, choose_addresses
from entrypoints.sandbox.fault import SandboxFault


def test_zero_takes_any_free_port_and_no_two_are_the_same() -> None:
    chosen = choose_addresses(api=0, stripe=0)
    ports = {chosen.api, chosen.stripe, chosen.mail, chosen.smtp, chosen.mongodb}
    assert len(ports) == 5
    assert min(ports) > 1023


def test_urls_name_this_machine_and_end_in_no_slash() -> None:
    chosen = choose_addresses(api=0, stripe=0)
    assert chosen.api_url == f"http://127.0.0.1:{chosen.api}"
    assert chosen.stripe_url == f"http://127.0.0.1:{chosen.stripe}"
    assert chosen.mongodb_uri == f"mongodb://127.0.0.1:{chosen.mongodb}/till"


@pytest.mark.parametrize(
    ("given", "uri", "database"),
    [
        ("mongodb://db.example:27017", "mongodb://db.example:27017/till", "till"),
        ("mongodb://db.example/?replicaSet=rs0", "mongodb://db.example/till?replicaSet=rs0", "till"),
        ("mongodb://db.example/shop?tls=true", "mongodb://db.example/shop?tls=true", "shop"),
    ],
)
def test_a_mongodb_of_the_users_own_takes_the_place_of_the_embedded_one(given: str, uri: str, database: str) -> None:
    chosen = choose_addresses(api=0, stripe=0, own_mongodb=given)
    assert (chosen.mongodb_uri, chosen.database) == (uri, database)


@pytest.mark.parametrize(("option", "given"), [("--port", "api"), ("--stripe-port", "stripe")])
def test_a_busy_port_is_one_message_that_names_the_option(option: str, given: str) -> None:
    with socket.create_server((HOST, 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(SandboxFault, match=rf"Port {port} is in use by another program; .* {option}, or 0"):
            choose_addresses(**{"api": 0, "stripe": 0, given: port})


def test_the_same_port_for_both_is_refused() -> None:
    free = choose_addresses(api=0, stripe=0).api
    with pytest.raises(SandboxFault, match=rf"Port {free} is in use"):
        choose_addresses(api=free, stripe=free)


def test_a_port_just_left_can_be_taken_again() -> None:
    with socket.create_server((HOST, 0)) as server, socket.create_connection(server.getsockname()):
        port = server.getsockname()[1]
        accepted, _ = server.accept()
        accepted.close()
    assert choose_addresses(api=port, stripe=0).api == port
