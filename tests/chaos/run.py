"""One run: a load, kills in the middle of it, and the promises checked at the end."""

import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from tests.chaos.killer import Killer
from tests.chaos.load import Acknowledged, buy_until
from tests.chaos.promises import check_promises, is_serving
from tests.e2e.running_sandbox import RunningSandbox
from tests.e2e.shop import at_once, opened_shop
from tests.e2e.till_process import environment_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ChaosResult:
    """What was acknowledged under how many kills, all of it found again."""

    kills: Counter[str]
    orders: int
    payments: int
    refunds: int


def run_chaos(
    sandbox: RunningSandbox,
    *,
    kills: int,
    seed: int,
    shoppers: int = 4,
    checkouts_each: int = 3,
    say: Callable[[str], None] = print,
) -> ChaosResult:
    """Raises `AssertionError` where a promise is broken."""
    with opened_shop(sandbox.details) as shop:
        acknowledged, over = Acknowledged(), threading.Event()
        killer = Killer(sandbox, kills, seed, partial(is_serving, shop), say)

        def kill() -> None:
            try:
                killer.run()
            finally:
                over.set()

        def shopping(number: int) -> None:
            try:
                buy_until(over, shop, seed * 1000 + number, acknowledged, checkouts_each)
            except BaseException:
                killer.stop()
                raise

        buyers: list[Callable[[], None]] = [partial(shopping, number) for number in range(shoppers)]
        at_once(kill, *buyers)
        check_promises(environment_of(sandbox), shop, acknowledged)
        return ChaosResult(
            kills=killer.done,
            orders=len(acknowledged.created),
            payments=len(acknowledged.paid),
            refunds=len(acknowledged.refunds),
        )
