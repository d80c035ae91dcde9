"""Figures may have a listener of their own; of several processes one serves them."""

import urllib.request

import pytest

from entrypoints.settings import Address
from entrypoints.telemetry.listener import metrics_listener


def test_figures_are_served_while_the_process_lives() -> None:
    with (
        metrics_listener(Address(host="127.0.0.1", port=0)) as port,
        urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics") as answer,
    ):
        assert b"till_http_requests" in answer.read()

    with pytest.raises(OSError, match="refused"):
        urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics")


def test_a_second_process_leaves_the_port_to_the_first() -> None:
    with metrics_listener(Address(host="127.0.0.1", port=0)) as port:
        assert port is not None
        with metrics_listener(Address(host="127.0.0.1", port=port)) as second:
            assert second is None


def test_an_address_that_is_not_ours_is_an_error() -> None:
    with pytest.raises(OSError, match="assign"), metrics_listener(Address(host="192.0.2.1", port=0)):
        pass


def test_without_an_address_there_is_no_listener() -> None:
    with metrics_listener(None) as port:
        assert port is None
