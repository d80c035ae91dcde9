"""One upgrade, as the runbook has it: migrate, serve side by side, roll back, roll over, tighten."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from entrypoints.sandbox.processes.programs import CATALOG
from tests.chaos.load import Acknowledged
from tests.chaos.promises import check_promises
from tests.fleet.fleet import Fleet, Version, running_fleet
from tests.fleet.load import Load
from tests.fleet.notified import check_everybody_was_notified


@dataclass(frozen=True, slots=True, kw_only=True)
class Upgraded:
    """What was acknowledged meanwhile, all of it found again, and what each version answered."""

    orders: int
    payments: int
    refunds: int
    reads: int
    answers: Counter[tuple[str, str, int | None]]


def run_upgrade(
    logs: Path,
    *,
    previous: Version,
    current: Version,
    checkouts: int,
    shoppers: int,
    seed: int,
    mongodb: str | None,
    say: Callable[[str], None],
) -> Upgraded:
    """Raises `AssertionError` where a promise is broken."""
    with running_fleet(logs, mongodb=mongodb) as fleet:
        old, new = fleet.environment(previous), fleet.environment(current)
        fleet.till(old, "migrate")
        fleet.till(old, "catalog", "import", str(CATALOG))
        fleet.start_api("previous API", old)
        fleet.start_worker("previous worker", old)
        load = Load(fleet.shop)
        with load.running(shoppers, seed):
            say("the previous version serves alone")
            load.until_more(checkouts)

            say(f"migrated while it serves: {_last_line(fleet.till(new, 'migrate'))}")
            load.until_more(checkouts)

            fleet.start_api("current API", new)
            fleet.start_worker("current worker", new)
            say("both versions serve")
            load.until_more(2 * checkouts)
            _verified(fleet, {"previous": old, "current": new}, say)

            fleet.stop("current API", "current worker")
            say("rolled back: the previous version serves alone what both have written")
            load.until_more(checkouts)

            fleet.start_api("current API", new)
            fleet.start_worker("current worker", new)
            say("both versions serve again")
            load.until_more(checkouts)
            _verified(fleet, {"previous": old, "current": new}, say)

            fleet.stop("previous API", "previous worker")
            say("rolled over: the current version serves alone")
            load.until_more(checkouts)

            say(f"tightened while it serves: {_last_line(fleet.till(new, 'migrate', '--tighten'))}")
            load.until_more(checkouts)
        say("the load is over")
        _checked(fleet, new, load)
        return _summary(fleet, load.acknowledged, load.reads)


def _verified(fleet: Fleet, versions: dict[str, dict[str, str]], say: Callable[[str], None]) -> None:
    for name, environment in versions.items():
        say(f"{name} till audit verify: {fleet.till(environment, 'audit', 'verify').strip()}")


def _checked(fleet: Fleet, environment: dict[str, str], load: Load) -> None:
    assert not fleet.balancer.failed, "\n".join(fleet.balancer.failed)
    check_promises(environment, fleet.shop, load.acknowledged)
    check_everybody_was_notified(fleet, load.acknowledged)
    assert not fleet.balancer.failed, "\n".join(fleet.balancer.failed)
    fleet.stop(*fleet.members)


def _summary(fleet: Fleet, acknowledged: Acknowledged, reads: int) -> Upgraded:
    answers: Counter[tuple[str, str, int | None]] = Counter()
    for (name, method, status), count in fleet.balancer.answered.items():
        answers[name.split()[0], method, status] += count
    return Upgraded(
        orders=len(acknowledged.created),
        payments=len(acknowledged.paid),
        refunds=len(acknowledged.refunds),
        reads=reads,
        answers=answers,
    )


def _last_line(text: str) -> str:
    return (text.strip().splitlines() or ["nothing printed"])[-1]
