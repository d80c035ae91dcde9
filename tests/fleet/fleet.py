"""Several processes of Till, of one version or of two, over one database and one Stripe, behind one balancer."""

import base64
import os
import secrets
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import httpx

from entrypoints.sandbox.addresses import choose_addresses
from entrypoints.sandbox.environment import environment_of_processes
from entrypoints.sandbox.keys import Keys
from tests.e2e.running_sandbox import START_SECONDS
from tests.e2e.shop import Shop, opened_shop
from tests.e2e.till_process import till
from tests.e2e.waiting import wait_until
from tests.fleet.balancer import Balancer, running_balancer
from tests.fleet.receiver import ShopSystem, running_shop_system
from tests.mongodb_server import running_mongodb

ROOT = Path(__file__).parents[2]
STOP_SECONDS = 60.0
_RUNNING = "the process ended: see its log"


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A checkout of Till: its sources run with this interpreter's libraries."""

    name: str
    sources: Path

    def environment(self) -> dict[str, str]:
        """What has a process import these sources before any installed ones."""
        paths = (self.sources / "src", self.sources / "stripe-stand-in" / "src")
        return {"PYTHONPATH": os.pathsep.join(map(str, paths))}


THIS = Version(name="this", sources=ROOT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """An API or a worker that runs."""

    name: str
    process: subprocess.Popen[bytes]

    def stop(self) -> None:
        """SIGTERM; it ends by itself with exit code 0 once its work is done."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(timeout=STOP_SECONDS)
        assert code in (0, -signal.SIGTERM), f"{self.name} ended with {code}"


@dataclass(kw_only=True)
class Fleet:
    """What runs, and how to start and stop members of it.

    `stand_in` starts Stripe's stand-in again with another webhook secret, which signs beside the former one for a day;
    with None it ends it.
    """

    folder: Path
    balancer: Balancer
    shop_system: ShopSystem
    shop: Shop
    settings: Mapping[str, str]
    stand_in: Callable[[str | None], None]
    members: dict[str, Member] = field(default_factory=dict)
    module: str = "entrypoints.cli"
    """What each member runs: the command line, or a module that does the same and watches it."""
    _starts: int = 0

    def environment(self, version: Version = THIS, **changed: str) -> dict[str, str]:
        """The settings of this fleet for a process of that version."""
        return {**self.settings, **version.environment(), **changed}

    def start_api(self, name: str, environment: Mapping[str, str]) -> None:
        """One more API, ready and in rotation."""
        process, log = self._started(name, environment, "serve", "--port", "0")
        wait_until(lambda: self._address(process, log) is not None, f"the address of {name}", START_SECONDS)
        url = self._address(process, log) or ""
        wait_until(lambda: _is_ready(url), f"{name} to be ready", START_SECONDS)
        self.balancer.join(name, url)

    def start_worker(self, name: str, environment: Mapping[str, str]) -> None:
        """One more worker."""
        self._started(name, environment, "worker")

    def stop(self, *names: str) -> None:
        """Takes each out of rotation, where it is in, and then ends it as an orderly roll does."""
        for name in names:
            member = self.members.pop(name)
            if member.name in self.balancer.names():
                self.balancer.leave(name)
            member.stop()

    def till(self, environment: Mapping[str, str], *arguments: str) -> str:
        """What a command printed; it must succeed."""
        done = till(environment, *arguments)
        assert done.returncode == 0, f"till {' '.join(arguments)}: {done.stdout}{done.stderr[-2000:]}"
        return done.stdout

    def _started(
        self, name: str, environment: Mapping[str, str], *arguments: str
    ) -> tuple[subprocess.Popen[bytes], Path]:
        self._starts += 1
        log = self.folder / f"{self._starts:02} {name}.log"
        with log.open("ab") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", self.module, *arguments],
                env=dict(environment), stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
            )  # fmt: skip
        self.members[name] = Member(name=name, process=process)
        return process, log

    @staticmethod
    def _address(process: subprocess.Popen[bytes], log: Path) -> str | None:
        assert process.poll() is None, f"{_RUNNING}: {log.read_text()[-2000:]}"
        said = [line for line in log.read_text().splitlines() if line.startswith("Till listens on ")]
        return said[-1].split()[3] if said else None


def _is_ready(url: str) -> bool:
    try:
        return httpx.get(f"{url}/health/ready").status_code == 200
    except httpx.TransportError:
        return False


@contextmanager
def running_fleet(folder: Path, *, mongodb: str | None = None, **settings: str) -> Iterator[Fleet]:
    """Everything around Till (database, stand-in, mail, the shop's own system, balancer), and no process of Till yet.

    The stand-in and the mail catcher are this checkout's, whatever version Till's own processes are of.
    """
    with ExitStack() as held:
        balancer = held.enter_context(running_balancer())
        shop_secret = f"whsec_{base64.b64encode(secrets.token_bytes(32)).decode()}"
        shop_system = held.enter_context(running_shop_system(shop_secret))
        uri = _in_a_new_database(mongodb or held.enter_context(running_mongodb()))
        addresses = choose_addresses(api=0, stripe=0, own_mongodb=uri)
        keys = Keys(
            publishable_key=f"pk_test_{secrets.token_hex(24)}",
            secret_key=f"sk_test_{secrets.token_hex(24)}",
            webhook_secret=f"whsec_{secrets.token_hex(24)}",
            jwt_secret=secrets.token_hex(32),
            audit_secret=secrets.token_hex(32),
        )
        known = environment_of_processes(os.environ, keys, addresses) | {
            "PUBLIC_URL": balancer.url,
            "SHOP_WEBHOOK_URL": shop_system.url,
            "SHOP_WEBHOOK_SECRET": shop_secret,
            **settings,
        }
        mail = ("-m", "entrypoints.sandbox.mail", "--port", str(addresses.mail), "--smtp-port", str(addresses.smtp))
        _neighbour(held, folder / "mail.log", known, *mail, "--data", str(folder / "mail"))
        stand_in = partial(_stand_in, held, folder / "stripe.log", known, [])
        stand_in(keys.webhook_secret)
        wait_until(lambda: _answers(f"{addresses.mail_url}/messages"), "the mail catcher", START_SECONDS)
        details = {
            "apiUrl": balancer.url,
            "stripeUrl": addresses.stripe_url,
            "mailUrl": addresses.mail_url,
            "mongodbUri": addresses.mongodb_uri,
            "publishableKey": keys.publishable_key,
            "secretKey": keys.secret_key,
            "webhookSecret": keys.webhook_secret,
            "jwtSecret": keys.jwt_secret,
        }
        shop = held.enter_context(opened_shop(details))
        fleet = Fleet(
            folder=folder,
            balancer=balancer,
            shop_system=shop_system,
            shop=shop,
            settings=known,
            stand_in=stand_in,
        )
        held.callback(_kill_all, fleet)
        yield fleet


def _in_a_new_database(uri: str) -> str:
    return urlunsplit(urlsplit(uri)._replace(path=f"/till_fleet_{secrets.token_hex(4)}"))


def _stand_in(
    held: ExitStack,
    log: Path,
    environment: Mapping[str, str],
    running: list[subprocess.Popen[bytes]],
    webhook_secret: str | None,
) -> None:
    """Ends the one that runs, and starts one with its account and that secret."""
    for process in running:
        process.terminate()
        process.wait(timeout=STOP_SECONDS)
    running.clear()
    if webhook_secret is None:
        return
    command = (
        *("-m", "stripe_stand_in", "serve", "--port", str(urlsplit(environment["STRIPE_API_BASE"]).port)),
        *("--data", str(log.with_suffix(""))),
        *("--webhook-url", f"{environment['PUBLIC_URL']}/api/payments/webhook"),
        *("--shop-origin", environment["PUBLIC_URL"]),
    )
    known = {**environment, "STRIPE_WEBHOOK_SECRET": webhook_secret}
    running.append(_neighbour(held, log, known, *command))
    url = f"{environment['STRIPE_API_BASE']}/health"
    wait_until(lambda: _answers(url), "the stand-in", START_SECONDS)


def _neighbour(held: ExitStack, log: Path, environment: Mapping[str, str], *command: str) -> subprocess.Popen[bytes]:
    with log.open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, *command],
            env={**environment, **THIS.environment()},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    held.callback(process.wait)
    held.callback(process.kill)
    return process


def _answers(url: str) -> bool:
    try:
        return httpx.get(url).status_code == 200
    except httpx.TransportError:
        return False


def _kill_all(fleet: Fleet) -> None:
    for member in fleet.members.values():
        member.process.kill()
        member.process.wait()
