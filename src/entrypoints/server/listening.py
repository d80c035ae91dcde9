"""Sockets to listen on, with a plain reason where an address can't be used."""

import errno
import socket
from typing import Final

QUEUE: Final = 2048  # connections waiting to be accepted, the server's own default


class CannotListen(Exception):
    """The error for an address that can't be used; `busy` where another program uses it."""

    def __init__(self, why: str, *, busy: bool = False) -> None:
        super().__init__(why)
        self.busy = busy


def bound(host: str, port: int) -> socket.socket:
    """Returns a socket bound to the address, where port 0 is any free port. IPv4 is preferred for host names.

    Raises `CannotListen`.
    """
    if not host:
        raise CannotListen("no host is given")
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    # Python raises UnicodeError for a malformed name before it looks it up.
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
    """Starts to listen and returns the URL of the socket. Raises `CannotListen`."""
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
