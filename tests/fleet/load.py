"""People who use a fleet while its processes are replaced: shoppers, the shop's server and an operator."""

import random
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.chaos.load import CHECKOUTS_OF_ONE, Acknowledged, buy, insisted
from tests.e2e.shop import Person, Shop
from tests.e2e.waiting import wait_until

PHASE_SECONDS = 300.0


@dataclass
class Load:
    """A mixed load that goes on until it is stopped; `acknowledged` is what Till answered with success."""

    shop: Shop
    acknowledged: Acknowledged = field(default_factory=Acknowledged)
    reads: int = 0
    pause: float = 0.0
    """Seconds that a shopper and the shop's server wait between two checkouts."""
    look_pause: float = 0.2
    """Seconds between two of the operator's pages."""
    _over: threading.Event = field(default_factory=threading.Event)
    _broken: list[BaseException] = field(default_factory=list)

    def until_more(self, checkouts: int) -> None:
        """Returns once so many more checkouts were begun."""
        self.until(len(self.acknowledged.created) + checkouts)

    def until(self, checkouts: int) -> None:
        """Returns once so many checkouts were begun in all."""

        def done() -> bool:
            self.raise_broken()
            return len(self.acknowledged.created) >= checkouts

        wait_until(done, f"{checkouts} checkouts", PHASE_SECONDS)

    def raise_broken(self) -> None:
        """Raises what one of these people was answered against the rules."""
        if self._broken:
            raise self._broken[0]

    @contextmanager
    def running(self, shoppers: int, seed: int) -> Iterator["Load"]:
        """Has the people come and, at the end, finish what they are doing."""
        acts: list[Callable[[], None]] = [
            *(lambda number=number: self._shop(seed * 1000 + number) for number in range(shoppers)),  # type: ignore[misc]
            lambda: self._sell(seed),
            self._look,
        ]
        threads = [threading.Thread(target=self._until_over, args=(act,), daemon=True) for act in acts]
        for thread in threads:
            thread.start()
        try:
            yield self
        finally:
            self._over.set()
            for thread in threads:
                thread.join(timeout=PHASE_SECONDS)
        self.raise_broken()

    def _until_over(self, act: Callable[[], None]) -> None:
        try:
            while not self._over.is_set():
                act()
        except BaseException as error:  # noqa: BLE001 - a thread's failure is the run's
            self._broken.append(error)

    def _shop(self, seed: int) -> None:
        who, dice = self.shop.person(), random.Random(seed)
        for number in range(CHECKOUTS_OF_ONE):
            if not self._over.is_set():
                buy(self.shop, who, f"{who.subject}-{number}", dice, self.acknowledged)
                self._over.wait(self.pause)

    def _sell(self, seed: int) -> None:
        """The shop's server prices a cart of its own, whose token alone pays for it."""
        shop, server = self.shop, self.shop.person("backend", roles=["shop"])
        name = f"{seed}-{len(self.acknowledged.created)}-{shop.person().subject}"
        body = {
            "reference": name,
            "userId": f"guest-{name}",
            "currency": "usd",
            "items": [{"sku": "song", "name": "A song", "unitPrice": 1299, "quantity": 2}],
            "total": 2598,
            "receiptEmail": f"guest-{name}@customer.example",
        }
        stored = insisted(lambda: shop.post("/api/checkouts", body, server))
        guest = Person(subject="guest", email="", headers={"Authorization": f"Bearer {stored['token']}"})
        opening = {"orderId": stored["orderId"]}
        created = insisted(lambda: shop.post("/api/payments/create-intent", opening, guest))
        created = {**created, "amount": body["total"]}
        self.acknowledged.created.append(created)
        assert shop.browser_confirms(created).json()["status"] == "succeeded"
        self.acknowledged.paid.append(created)
        refund = insisted(lambda: shop.refund(created, 1299, Idempotency_Key=f"{name}-refund"))
        self.acknowledged.refunds.append(refund)
        self._over.wait(self.pause)

    def _look(self) -> None:
        """The operator's pages, and the changes that the shop's server pulls."""
        paths = ("/api/admin/overview", "/api/orders?limit=20", "/api/admin/events", "/api/admin/stats/daily",
                 "/api/admin/deliveries", "/api/orders/changes?limit=20")  # fmt: skip
        for path in paths:
            insisted(lambda: self.shop.get(path, self.shop.admin))  # noqa: B023
            self.reads += 1
            self._over.wait(self.look_pause)
