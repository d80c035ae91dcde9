"""A dozen kills amid a mixed load: what was acknowledged is there, and the amounts equal Stripe's."""

from pathlib import Path

from tests.chaos.run import run_chaos
from tests.e2e.running_sandbox import running_sandbox

KILLS = 12


def test_nothing_acknowledged_is_lost_and_the_books_agree(tmp_path: Path) -> None:
    with running_sandbox(tmp_path / "data") as sandbox:
        caught = run_chaos(sandbox, kills=KILLS, seed=12)
    assert caught.kills.total() == KILLS
    assert set(caught.kills) == {"the API", "the worker", "the database"}
    assert caught.refunds == 2 * caught.payments
