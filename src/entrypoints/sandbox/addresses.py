"""The ports of a sandbox's processes: the two that were asked for, and free ones for the rest."""

import errno
import socket
from contextlib import ExitStack
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

from entrypoints.sandbox.fault import SandboxFault

HOST = "127.0.0.1"
DATABASE = "till"


@dataclass(frozen=True, slots=True, kw_only=True)
class Addresses:
    """A port for each process, on the loopback address alone; `own_mongodb` is a MongoDB to use instead of one."""

    api: int
    stripe: int
    mail: int
    smtp: int
    mongodb: int
    own_mongodb: str | None = None

    @property
    def api_url(self) -> str:
        """The API, with the checkout page at its root."""
        return f"http://{HOST}:{self.api}"

    @property
    def stripe_url(self) -> str:
        """The stand-in for Stripe."""
        return f"http://{HOST}:{self.stripe}"

    @property
    def mail_url(self) -> str:
        """The caught mails."""
        return f"http://{HOST}:{self.mail}"

    @property
    def mongodb_uri(self) -> str:
        """The database, named by the path."""
        if self.own_mongodb is None:
            return f"mongodb://{HOST}:{self.mongodb}/{DATABASE}"
        parts = urlsplit(self.own_mongodb)
        return urlunsplit(parts._replace(path=f"/{self.database}"))

    @property
    def database(self) -> str:
        """The database's name."""
        return urlsplit(self.own_mongodb or "").path.strip("/") or DATABASE


def choose_addresses(*, api: int, stripe: int, own_mongodb: str | None = None) -> Addresses:
    """Returns the two ports asked for (0: any free one) and free ones for the rest.

    All are bound at once while choosing, so that no two are the same. Raises SandboxFault for a busy port.
    """
    with ExitStack() as held:

        def taken(port: int, option: str) -> int:
            probe = held.enter_context(socket.socket(socket.AF_INET, socket.SOCK_STREAM))
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
                # Without listening, a second socket with SO_REUSEADDR could bind the same port.
                probe.listen(1)
            except OSError as error:
                raise SandboxFault(_refusal(port, option, error)) from None
            return int(probe.getsockname()[1])

        # The ones asked for come first, so that none of the others can take them.
        api_port = taken(api, "--port")
        stripe_port = taken(stripe, "--stripe-port")
        return Addresses(
            api=api_port,
            stripe=stripe_port,
            mail=taken(0, ""),
            smtp=taken(0, ""),
            mongodb=taken(0, ""),
            own_mongodb=own_mongodb,
        )


def _refusal(port: int, option: str, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is in use by another program; choose another with {option}, or 0 for any free one"
    if error.errno == errno.EACCES:
        return f"Port {port} may not be used without root; choose another with {option}, or 0 for any free one"
    return f"Port {port} can't be used: {error.strerror}"
