"""A listener of its own for /metrics, where METRICS_BIND keeps it off the public port."""

import asyncio
import errno
from collections.abc import Iterator
from contextlib import contextmanager

from prometheus_client import start_http_server

from entrypoints.settings import Address
from entrypoints.telemetry.backlog_gauges import BacklogGauges, FromAnotherThread
from entrypoints.telemetry.metrics import registry


@contextmanager
def metrics_listener(bind: Address | None, gauges: BacklogGauges) -> Iterator[int | None]:
    """Serves /metrics while it is entered and yields the port; None when nothing is to be served here.

    Of several processes on one machine the first to come serves the figures of all, so a taken port is no error. To be
    entered in the event loop in which the gauges may be read.
    """
    if bind is None:
        yield None
        return
    figures = registry(FromAnotherThread(gauges, asyncio.get_running_loop()))
    try:
        server, thread = start_http_server(bind.port, bind.host, figures)
    except OSError as refused:
        if refused.errno != errno.EADDRINUSE:
            raise
        yield None
        return
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
