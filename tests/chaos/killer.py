"""Kills the processes of a running sandbox at random moments; the sandbox starts each again."""

import os
import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.e2e.running_sandbox import RunningSandbox
from tests.e2e.waiting import wait_until

PARTS = {"the API": "cli serve", "the worker": "cli worker", "the database": "secantusd-py"}
LONGEST_LIFE = 2.5
"""Seconds from a start to the next kill at most: a process that lives longer is in the middle of less."""

RESTART_SECONDS = 180.0
TELL_EVERY = 20


@dataclass
class Killer:
    """Kills every part in turn and at once, each on a thread of its own, until `kills` are done."""

    sandbox: RunningSandbox
    kills: int
    seed: int
    is_serving: Callable[[], bool]
    say: Callable[[str], None]
    done: Counter[str] = field(default_factory=Counter)
    broken: list[BaseException] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def run(self) -> None:
        """Returns once all kills are done and every part runs again."""
        threads = [threading.Thread(target=self._kill_part, args=part) for part in PARTS.items()]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if self.broken:
            raise self.broken[0]
        wait_until(self.is_serving, "the API after the last kill", RESTART_SECONDS)

    def stop(self) -> None:
        """Kills no more, because the load has come to an end by itself."""
        with self._lock:
            self.kills = 0

    def _kill_part(self, name: str, command: str) -> None:
        dice = random.Random(f"{self.seed} {name}")
        try:
            while self._takes_one(name):
                time.sleep(dice.uniform(0.05, LONGEST_LIFE))
                killed = self.sandbox.child(command)
                os.kill(killed, signal.SIGKILL)
                wait_until(lambda: self._is_new(command, killed), f"{name} again", RESTART_SECONDS)  # noqa: B023
                # Killed again before it serves, a process would be in the middle of nothing.
                wait_until(self.is_serving, f"the API after {name} was killed", RESTART_SECONDS)
        except BaseException as error:  # noqa: BLE001 - a thread's failure is the run's
            self.broken.append(error)

    def _takes_one(self, name: str) -> bool:
        with self._lock:
            if self.done.total() >= self.kills or self.broken:
                return False
            self.done[name] += 1
            if self.done.total() % TELL_EVERY == 0:
                self.say(f"{self.done.total()} kills")
            return True

    def _is_new(self, command: str, killed: int) -> bool:
        return any(command in line and pid != killed for line, pid in self.sandbox.children().items())
