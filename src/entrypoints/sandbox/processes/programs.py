"""The processes that a sandbox is made of."""

import sys
from collections.abc import Sequence
from pathlib import Path

from entrypoints.sandbox.addresses import HOST, Addresses
from entrypoints.sandbox.fault import SandboxFault
from entrypoints.sandbox.folder import Folder
from entrypoints.sandbox.processes.program import Program
from entrypoints.sandbox.processes.readiness import answers_200, listens

CATALOG = Path(__file__).parent.parent / "catalog.json"


def mongodb(folder: Folder, addresses: Addresses) -> Program:
    """SecantusDB. It is GPL, so it is run as a process of its own and never imported."""
    server = Path(sys.executable).with_name("secantusd-py")
    if not server.exists():
        raise SandboxFault("The sandbox's MongoDB (SecantusDB) is not installed; `make run` installs it")
    return Program(
        name="mongodb",
        title="MongoDB (SecantusDB)",
        command=(
            *(str(server), "--host", HOST, "--port", str(addresses.mongodb)),
            *("--storage-path", str(folder.mongodb), "--log-level", "INFO"),
            # Without it, acknowledged writes are lost when the process is killed.
            "--sync-on-commit",
        ),
        ready=listens(addresses.mongodb),
    )


def stand_in(folder: Folder, addresses: Addresses, front_ends: Sequence[str]) -> Program:
    """The stand-in for Stripe; `front_ends` are further origins that may embed its card form."""
    return Program(
        name="stripe",
        title="The stand-in for Stripe",
        command=(
            *(sys.executable, "-m", "stripe_stand_in", "serve"),
            *("--port", str(addresses.stripe), "--data", str(folder.stripe)),
            # Its keys are in its environment: other users of the machine can read arguments.
            *("--webhook-url", f"{addresses.api_url}/api/payments/webhook"),
            *(word for origin in (addresses.api_url, *front_ends) for word in ("--shop-origin", origin)),
        ),
        ready=listens(addresses.stripe),
    )


def mail(folder: Folder, addresses: Addresses) -> Program:
    """The mail catcher, in place of a mail server."""
    return Program(
        name="mail",
        title="The mail catcher",
        command=(
            *(sys.executable, "-m", "entrypoints.sandbox.mail"),
            *("--port", str(addresses.mail), "--smtp-port", str(addresses.smtp), "--data", str(folder.mail)),
        ),
        ready=listens(addresses.mail),
    )


def api(addresses: Addresses) -> Program:
    """The HTTP API."""
    return Program(
        name="api",
        title="The API",
        command=_till("serve", "--host", HOST, "--port", str(addresses.api)),
        ready=answers_200(addresses.api, "/health/ready"),
    )


def worker() -> Program:
    """The worker."""
    return Program(name="worker", title="The worker", command=_till("worker"))


def preparation(*, with_catalog: bool) -> Program:
    """Runs `till migrate`, and `till catalog import` with the demo shop's products where asked to."""
    products = (str(CATALOG),) if with_catalog else ()
    return Program(
        name="preparation",
        title="The preparation of the database",
        command=(sys.executable, "-m", "entrypoints.sandbox.preparation", *products),
    )


def _till(*arguments: str) -> tuple[str, ...]:
    return (sys.executable, "-m", "entrypoints.cli", *arguments)
