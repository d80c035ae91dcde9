"""Everything that a measurement needs beside the server: a database, a stub of Stripe, settings."""

import json
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory

from pymongo import MongoClient
from pymongo.errors import PyMongoError

from benchmarks.fast_stripe import COUNTED
from benchmarks.processes import HOST, Running, free_port, python, running

DATABASE = "till_benchmark"
CATALOG = Path(__file__).parent.parent / "src/entrypoints/sandbox/catalog.json"
_START_SECONDS = 120.0
_PROBES = 300
_LOOK_AGAIN = 0.02


class NeverReady(Exception):
    """A process did not start; its log says why."""


class Database(StrEnum):
    """The databases that a benchmark can start by itself."""

    STAND_IN = "stand-in"
    """In memory, answers at once: what is measured is Till."""
    SECANTUS = "secantus"
    """SecantusDB, which the suite runs against; every write is synced."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Where everything listens, and Till's settings; `database` says in words what it is measured against."""

    database: str
    mongodb_uri: str
    stripe_port: int
    log: Path
    jwt_secret: str
    webhook_secret: str
    audit_secret: str

    @property
    def environment(self) -> dict[str, str]:
        """Till's settings: the sandbox's, which limit nobody's rate."""
        return {
            "ENVIRONMENT": "sandbox",
            "STRIPE_SECRET_KEY": "sk_test_benchmark",
            "STRIPE_PUBLISHABLE_KEY": "pk_test_benchmark",
            "STRIPE_WEBHOOK_SECRET": self.webhook_secret,
            "STRIPE_API_BASE": f"http://{HOST}:{self.stripe_port}",
            "MONGODB_URI": self.mongodb_uri,
            "MONGODB_DATABASE": DATABASE,
            "JWT_SECRET": self.jwt_secret,
            "AUDIT_SECRET": self.audit_secret,
            "LOG_LEVEL": "info",
        }

    def mongodb_commands(self) -> int:
        """Commands that the database counted so far, its own monitoring included."""
        with MongoClient[dict[str, object]](self.mongodb_uri) as client:
            counted: dict[str, int] = client.admin.command("serverStatus")["opcounters"]
        return sum(counted.values())

    def answers_within(self) -> tuple[float, float]:
        """The median and the 99th percentile of a read by id, in milliseconds, a bare driver's own time included."""
        with MongoClient[dict[str, object]](self.mongodb_uri) as client:
            products = client[DATABASE]["products"]
            taken = []
            for _ in range(_PROBES):
                begun = time.perf_counter()
                products.find_one({"_id": "none"})
                taken.append((time.perf_counter() - begun) * 1000)
        *_, last = quantiles(taken, n=100)
        return median(taken), last

    def stripe_calls(self) -> int:
        """Calls that the stub counted so far."""
        connection = HTTPConnection(HOST, self.stripe_port)
        connection.request("GET", COUNTED)
        counted = connection.getresponse().read()
        connection.close()
        return int(json.loads(counted)["calls"])


_NAMES = {
    Database.STAND_IN: "a stand-in of MongoDB in memory",
    Database.SECANTUS: "SecantusDB, every write synced",
}


@contextmanager
def scene(database: Database, mongodb_uri: str | None) -> Iterator[Scene]:
    """A database (the one given, else a throwaway one of that kind) with products in it, and the stub."""
    with TemporaryDirectory(prefix="till-benchmark-") as home:
        log, port = Path(home) / "log", free_port()
        with (
            running(python("-m", "benchmarks.fast_stripe", str(port)), log),
            _database(database, mongodb_uri, home, log) as uri,
        ):
            set_up = Scene(
                database=f"the MongoDB of {mongodb_uri}" if mongodb_uri else _NAMES[database],
                mongodb_uri=uri,
                stripe_port=port,
                log=log,
                jwt_secret=secrets.token_hex(32),
                webhook_secret=f"whsec_{secrets.token_hex(16)}",
                audit_secret=secrets.token_hex(32),
            )
            preparation = python("-m", "entrypoints.sandbox.preparation", str(CATALOG))
            with running(preparation, log, set_up.environment) as prepared:
                if prepared.process.wait(_START_SECONDS):
                    raise NeverReady(last_lines(log))
            yield set_up


def wait_until_ready(server: Running, port: int, path: str, log: Path) -> None:
    """Returns with the first 200. Raises `NeverReady`."""
    deadline = time.monotonic() + _START_SECONDS
    while not _answers(port, path):
        if server.process.poll() is not None or time.monotonic() > deadline:
            raise NeverReady(last_lines(log))
        time.sleep(_LOOK_AGAIN)


def last_lines(log: Path) -> str:
    """The end of what the processes said."""
    return log.read_text(errors="replace")[-4000:]


def _answers(port: int, path: str) -> bool:
    connection = HTTPConnection(HOST, port, timeout=5)
    with closing(connection), suppress(OSError, HTTPException):
        connection.request("GET", path)
        return connection.getresponse().status == 200
    return False


@contextmanager
def _database(kind: Database, given: str | None, home: str, log: Path) -> Iterator[str]:
    if given is not None:
        with MongoClient[dict[str, object]](given) as client:
            client.drop_database(DATABASE)
            yield given
            client.drop_database(DATABASE)
        return
    port = free_port()
    uri = f"mongodb://{HOST}:{port}"
    if kind is Database.STAND_IN:
        with running(python("-m", "benchmarks.wire", str(port)), log) as server:
            _wait_for_mongodb(uri, server.process, log)
            yield uri
        return
    command = [str(Path(sys.executable).with_name("secantusd-py")), "--host", HOST, "--port", str(port)]
    # Acknowledged is durable, as it is asked of a real MongoDB.
    options = ["--storage-path", f"{home}/mongodb", "--sync-on-commit", "--log-level", "WARNING"]
    with running([*command, *options], log) as server:
        _wait_for_mongodb(uri, server.process, log)
        yield uri


def _wait_for_mongodb(uri: str, process: subprocess.Popen[bytes], log: Path) -> None:
    with MongoClient[dict[str, object]](uri, serverSelectionTimeoutMS=100) as client:
        deadline = time.monotonic() + _START_SECONDS
        while process.poll() is None and time.monotonic() < deadline:
            with suppress(PyMongoError):
                client.admin.command("ping")
                return
    raise NeverReady(last_lines(log))
