"""`till` with every query timed: `python -m tests.soak.member serve`, a member of the fleet that a soak runs on.

Each minute it appends what it asked of MongoDB to the file that SOAK_QUERIES names: a line of JSON for the minute,
with the number of each query and the microseconds that all of them took.
"""

from __future__ import annotations

import json
import os
import threading
import time
from collections import defaultdict
from pathlib import Path

from pymongo import monitoring
from pymongo.monitoring import CommandFailedEvent, CommandListener, CommandStartedEvent, CommandSucceededEvent

from tests.mongodb_queries import rows_of

MINUTE_SECONDS = 60.0
QUERIES = "SOAK_QUERIES"


class TimedQueries(CommandListener):
    """Adds up each query's time, from the moment it is sent until its answer is read."""

    def __init__(self) -> None:
        self._names: dict[int, str] = {}
        self._sums: dict[str, list[int]] = defaultdict(lambda: [0, 0])
        self._lock = threading.Lock()

    def started(self, event: CommandStartedEvent) -> None:
        """Notes which query this is."""
        names = sorted({f"{collection} {verb} by {fields}" for collection, verb, fields in rows_of(event.command)})
        if names:
            self._names[event.request_id] = "; ".join(names)

    def succeeded(self, event: CommandSucceededEvent) -> None:
        """Adds its time."""
        name = self._names.pop(event.request_id, None)
        if name is not None:
            with self._lock:
                sums = self._sums[name]
                sums[0] += 1
                sums[1] += event.duration_micros

    def failed(self, event: CommandFailedEvent) -> None:
        """Forgets it: its time is the failure's."""
        self._names.pop(event.request_id, None)

    def of_this_minute(self) -> dict[str, list[int]]:
        """What was added since the last time."""
        with self._lock:
            taken, self._sums = dict(self._sums), defaultdict(lambda: [0, 0])
        return taken


def _write_each_minute(queries: TimedQueries, file: Path) -> None:
    while True:
        time.sleep(MINUTE_SECONDS)
        with file.open("a") as lines:
            lines.write(json.dumps(queries.of_this_minute()) + "\n")


def main() -> None:
    """Runs the command line as it is, its clients watched."""
    queries = TimedQueries()
    monitoring.register(queries)
    threading.Thread(target=_write_each_minute, args=(queries, Path(os.environ[QUERIES])), daemon=True).start()

    # Only now, so that clients are watched from the first one on.
    from entrypoints.cli import main as till

    till()


if __name__ == "__main__":
    main()
