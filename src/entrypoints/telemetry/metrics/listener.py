"""A separate listener for /metrics, where METRICS_BIND keeps it off the public port."""

import asyncio
import errno
import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path

import structlog
from prometheus_client import start_http_server

from entrypoints.settings import Address
from entrypoints.telemetry.metrics.backlog_gauges import BacklogGauges, FromAnotherThread
from entrypoints.telemetry.metrics.counters import registry
from entrypoints.telemetry.metrics.shared_figures import DIRECTORY, claimed


@contextmanager
def metrics_listener(bind: Address | None, gauges: BacklogGauges) -> Iterator[int | None]:
    """Serves /metrics while it is entered and yields the port, or None where this process does not serve it.

    Of the processes that share their metrics the first one serves those of all. A port that another program has is
    logged and stops nothing. Enter it in the event loop in which the gauges are read.
    """
    if bind is None:
        yield None
        return
    figures = registry(FromAnotherThread(gauges, asyncio.get_running_loop()))
    with _serves(bind) as ours:
        if not ours:
            yield None
            return
        try:
            server, thread = start_http_server(bind.port, bind.host, figures)
        except OSError as refused:
            if refused.errno != errno.EADDRINUSE:
                raise
            structlog.get_logger("till.telemetry").warning("metrics_port_taken", host=bind.host, port=bind.port)
            yield None
            return
        try:
            yield server.server_port
        finally:
            server.shutdown()
            server.server_close()
            thread.join()


def _serves(bind: Address) -> AbstractContextManager[bool]:
    """Yields whether this process serves the metrics that it shares."""
    shared = os.environ.get(DIRECTORY)
    return claimed(Path(shared) / f"listening-{bind.port}") if shared else nullcontext(True)
