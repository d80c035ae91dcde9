"""Schedule after schedule in a process of its own, so that every core has one."""

from __future__ import annotations

import gc
import signal
from multiprocessing.queues import Queue
from typing import TypeAlias

from tests.simulation.schedule import play_schedule

BATCH = 10
Played: TypeAlias = "Queue[tuple[int, int | None]]"
"""How many schedules were played, and the seed of one that broke a promise."""


def play_on(seed: int, step: int, played: Played) -> None:
    """Every `step`-th seed from `seed` on, until one breaks a promise or the process is ended."""
    # Schedules are small and end soon; looking for cycles all the time costs more than they do.
    gc.freeze()
    gc.set_threshold(50_000, 50, 50)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while True:
        for _ in range(BATCH):
            if play_schedule(seed).broken:
                played.put((1, seed))
                return
            seed += step
        played.put((BATCH, None))
