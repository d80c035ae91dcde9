"""Addresses of this machine to listen on, and in one sentence why one can't be had."""

import errno
import socket
from typing import Final

QUEUE: Final = 2048  # connections that wait to be accepted; what the server asks for by itself


class CannotListen(Exception):
    """The address is not to be had; the message says why, and `busy` whether another program has it."""

    def __init__(self, why: str, *, busy: bool = False) -> None:
        super().__init__(why)
        self.busy = busy


def bound(host: str, port: int) -> socket.socket:
    """A socket bound to the address, 0 being any free port; of a name with several addresses to the first IPv4 one.

    Raises `CannotListen`.
    """
    if not host:
        raise CannotListen("no host is given")
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    # Python refuses what could be no name before it asks anybody.
    except (OSError, UnicodeError):
        raise CannotListen("the host is not known") from None
    family, kind, protocol, _, address = min(found, key=lambda each: each[0] != socket.AF_INET)
    bound_to = socket.socket(family, kind, protocol)
    try:
        bound_to.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound_to.bind(address)
    except OSError as refused:
        bound_to.close()
        raise _explained(refused) from None
    return bound_to


def listen(sock: socket.socket) -> str:
    """From here on connections wait to be accepted; returns the URL they reach. Raises `CannotListen`."""
    try:
        sock.listen(QUEUE)
    # Another program may have bound the port as we did, and listened first.
    except OSError as refused:
        raise _explained(refused) from None
    host, port = sock.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _explained(refused: OSError) -> CannotListen:
    match refused.errno:
        case errno.EADDRINUSE:
            return CannotListen("another program listens on that port", busy=True)
        case errno.EACCES:
            return CannotListen("that port may not be used without root")
        case errno.EADDRNOTAVAIL:
            return CannotListen("the host is no address of this machine")
        case _:
            return CannotListen(refused.strerror or type(refused).__name__)
