"""Runs the worker's duties side by side until the process is asked to stop."""

import asyncio
import signal
from collections.abc import Sequence

from entrypoints.worker.rounds import Duty, perform


async def work(duties: Sequence[Duty], stop: asyncio.Event) -> None:
    """Performs every duty until `stop` is set; each finishes its round."""
    async with asyncio.TaskGroup() as group:
        for duty in duties:
            group.create_task(perform(duty, stop), name=duty.name)


def stop_on_signals() -> asyncio.Event:
    """Returns an event that SIGTERM and Ctrl-C set."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    return stop
