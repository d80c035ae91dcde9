"""The sender to the shop's endpoint in a process without a worker's other duties: `python -m benchmarks.sender`."""

import asyncio
from contextlib import suppress

from application.ports.unavailable import Unavailable
from entrypoints.server.lifetime import opened
from entrypoints.settings.load import load_settings
from entrypoints.worker.endpoint_senders import senders
from entrypoints.worker.run import stop_on_signals

_LOOK_AGAIN = 0.05


async def send() -> None:
    """Sends whatever is due until the process is asked to stop."""
    stop = stop_on_signals()
    async with opened(load_settings()) as till:
        (sender,) = senders(till)
        while not stop.is_set():
            sent = 0
            # As the worker's own rounds do: a database that is slow for once is asked again.
            with suppress(Unavailable):
                sent = await sender()
            if not sent:
                await asyncio.sleep(_LOOK_AGAIN)
        await sender.close()


if __name__ == "__main__":
    asyncio.run(send())
