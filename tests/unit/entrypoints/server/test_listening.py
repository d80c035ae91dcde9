"""A process that is to listen knows where it does, or says in a few words why it can't."""

import errno
import os
import socket
from unittest.mock import create_autospec

import pytest

from entrypoints.server.listening import CannotListen, bound, listen


def test_any_free_port_is_reported() -> None:
    with bound("localhost", 0) as sock:
        url = listen(sock)
        assert url == f"http://127.0.0.1:{sock.getsockname()[1]}"
        with socket.create_connection(sock.getsockname(), timeout=5):
            pass


def test_an_ipv6_address_is_reported_as_browsers_spell_it() -> None:
    # Not every machine that tests has one.
    sock = create_autospec(socket.socket, instance=True)
    sock.getsockname.return_value = ("::1", 8000, 0, 0)
    assert listen(sock) == "http://[::1]:8000"


@pytest.mark.parametrize("host", ["", "a..b", "a" * 70, "127.0.0.1:80", "[::1]", "192.0.2.1", "a b"])
def test_a_host_that_is_not_ours_is_a_few_words(host: str) -> None:
    with pytest.raises(CannotListen, match="host") as refused:
        bound(host, 0)
    assert not refused.value.busy


def test_a_port_that_another_program_has_is_busy() -> None:
    with bound("127.0.0.1", 0) as first:
        listen(first)
        with pytest.raises(CannotListen, match="another program listens") as refused:
            bound(*first.getsockname())
    assert refused.value.busy


def test_a_port_that_another_program_took_meanwhile_is_busy() -> None:
    with bound("127.0.0.1", 0) as first, bound(*first.getsockname()) as second:
        listen(first)
        with pytest.raises(CannotListen, match="another program listens"):
            listen(second)


@pytest.mark.parametrize(("number", "said"), [(errno.EACCES, "without root"), (errno.ENOBUFS, "buffer space")])
def test_whatever_else_is_refused_is_reported_in_the_systems_words(
    monkeypatch: pytest.MonkeyPatch, number: int, said: str
) -> None:
    def refuses(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(socket.socket, "bind", refuses)
    with pytest.raises(CannotListen, match=said):
        bound("127.0.0.1", 80)
