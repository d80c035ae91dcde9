"""`python -m tests.rotation`: every secret that Till is given is rotated while a shop sells, as the runbook has it.

Each step replaces every process while a mixed load goes on; no request may fail, no event and no mail may be lost.
Stripe's own API key is left out: the stand-in has one for each account.
"""

import base64
import secrets
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from pymongo import MongoClient
from pymongo.errors import OperationFailure

from entrypoints.sandbox.processes.programs import CATALOG
from tests.chaos.load import Acknowledged
from tests.chaos.promises import check_promises
from tests.e2e.shop import Shop
from tests.fleet.fleet import Fleet, running_fleet
from tests.fleet.load import Load
from tests.fleet.notified import check_everybody_was_notified
from tests.mongodb_server import running_mongodb

CHECKOUTS = 6
ADMIN = "operator"


def main() -> int:
    """Returns 0 where every promise held; a broken one ends with its own message."""
    began = time.monotonic()

    def say(text: str) -> None:
        print(f"{time.monotonic() - began:5.0f} s  {text}", flush=True)

    with tempfile.TemporaryDirectory(prefix="till-rotation-") as name:
        folder = Path(name)
        with mongodb_with_users(folder / "mongodb") as uri:
            add_user(uri, "till-1")
            with running_fleet(folder, mongodb=as_user(uri, "till-1"), RATE_LIMIT="100000/minute") as fleet:
                acknowledged = rotate(fleet, uri, say)
    print(f"{len(acknowledged.created)} orders, {len(acknowledged.paid)} payments, {len(acknowledged.refunds)} refunds")
    print("no request failed, nothing was lost, everybody was notified, and every amount equals Stripe's")
    return 0


def rotate(fleet: Fleet, uri: str, say: Any) -> Acknowledged:
    """Adds each new secret, has everybody use it, and takes the former one out."""
    old = fleet.settings
    new = {
        "JWT_SECRET": secrets.token_hex(32),
        "AUDIT_SECRET": secrets.token_hex(32),
        "STRIPE_WEBHOOK_SECRET": f"whsec_{secrets.token_hex(24)}",
        "SHOP_WEBHOOK_SECRET": f"whsec_{base64.b64encode(secrets.token_bytes(32)).decode()}",
    }
    fleet.till(fleet.environment(), "migrate")
    fleet.till(fleet.environment(), "catalog", "import", str(CATALOG))
    begun = Rolling(fleet, fleet.shop, Acknowledged())
    begun.roll("old", {})
    begun.sell()
    say("sold with the old secrets alone")

    add_user(uri, "till-2")
    database = urlsplit(old["MONGODB_URI"]).path
    second = {"MONGODB_URI": urlunsplit(urlsplit(as_user(uri, "till-2"))._replace(path=database))}
    begun.roll("added", {name: f"{old[name]},{value}" for name, value in new.items()} | second)
    say("added: every process knows both, and signs by the old; the database's second user")

    with dropped_user(uri, "till-1"):
        begun.roll("switched", {name: f"{value},{old[name]}" for name, value in new.items()} | second)
        say("switched: Till signs by the new; the database's first user is gone")
        fleet.stand_in(new["STRIPE_WEBHOOK_SECRET"])
        fleet.shop_system.secret = new["SHOP_WEBHOOK_SECRET"]
        begun.shop = signing(fleet.shop, new)
        begun.sell()
        say("Stripe, the shop's system and the issuer of tokens use the new")

        removed = {**new, "AUDIT_SECRET": f"{new['AUDIT_SECRET']},{old['AUDIT_SECRET']}"} | second
        begun.roll("removed", removed)
        begun.sell()
        say("removed: the old ones are gone, except that the audit secret verifies what it signed")
        refused = fleet.shop.get("/api/orders", fleet.shop.admin).status_code
        assert refused == 401, f"a token by the former secret is answered {refused}"

        assert not fleet.balancer.failed, "\n".join(fleet.balancer.failed)
        environment = fleet.environment(**removed)
        check_promises(environment, begun.shop, begun.acknowledged)
        check_everybody_was_notified(fleet, begun.acknowledged)
        fleet.stop(*fleet.members)
    return begun.acknowledged


class Rolling:
    """The processes of now, replaced one after the other while people buy."""

    def __init__(self, fleet: Fleet, shop: Shop, acknowledged: Acknowledged) -> None:
        self._fleet = fleet
        self._names: tuple[str, ...] = ()
        self.shop = shop
        self.acknowledged = acknowledged

    def roll(self, step: str, changed: Mapping[str, str]) -> None:
        """Starts processes with these settings beside those that run, and ends those; people buy meanwhile."""
        names = (f"{step} API", f"{step} worker")
        environment = self._fleet.environment(**changed)
        if not self._names:
            self._start(names, environment)
        else:
            load = Load(self.shop, self.acknowledged)
            with load.running(1, len(self.acknowledged.created)):
                load.until_more(1)
                self._start(names, environment)
                load.until_more(CHECKOUTS)
                self._fleet.stop(*self._names)
                load.until_more(1)
        self._names = names

    def sell(self) -> None:
        """Has people buy from those that run."""
        load = Load(self.shop, self.acknowledged)
        with load.running(1, 7000 + len(self.acknowledged.created)):
            load.until_more(CHECKOUTS)

    def _start(self, names: tuple[str, str], environment: dict[str, str]) -> None:
        self._fleet.start_api(names[0], environment)
        self._fleet.start_worker(names[1], environment)


def signing(shop: Shop, new: Mapping[str, str]) -> Shop:
    """The same people, whose tokens are signed by the new secret."""
    details = {**shop.details, "jwtSecret": new["JWT_SECRET"], "webhookSecret": new["STRIPE_WEBHOOK_SECRET"]}
    return Shop(details=details, api=shop.api, stripe=shop.stripe, database=shop.database)


@contextmanager
def mongodb_with_users(folder: Path) -> Iterator[str]:
    """A database that asks for a password; yields its URI with an administrator's."""
    with running_mongodb(folder, "--sync-on-commit") as uri, MongoClient[dict[str, Any]](uri) as client:
        client["admin"].command("createUser", ADMIN, pwd=f"{ADMIN}'s password", roles=["root"])
    with running_mongodb(folder, "--auth") as uri:
        yield as_user(uri, ADMIN)


def as_user(uri: str, name: str) -> str:
    """The URI with that user's password."""
    host = urlsplit(uri).netloc.rpartition("@")[2]
    return f"mongodb://{name}:{name}%27s%20password@{host}/?authSource=admin"


def add_user(uri: str, name: str) -> None:
    """One more user with the role that Till needs."""
    with MongoClient[dict[str, Any]](uri) as client:
        roles = ["readWriteAnyDatabase", "dbAdminAnyDatabase"]
        client["admin"].command("createUser", name, pwd=f"{name}'s password", roles=roles)


@contextmanager
def dropped_user(uri: str, name: str) -> Iterator[None]:
    """Drops a user, which proves at the end that nothing used it any more."""
    with MongoClient[dict[str, Any]](uri) as client:
        client["admin"].command("dropUser", name)
    yield
    with MongoClient[dict[str, Any]](as_user(uri, name), serverSelectionTimeoutMS=2000) as client:
        try:
            client["admin"].command("ping")
            client["till"]["orders"].find_one()
        except OperationFailure:
            return
    raise AssertionError(f"{name} can still sign in")


if __name__ == "__main__":
    raise SystemExit(main())
