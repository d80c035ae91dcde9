"""`till worker`: background work."""

import asyncio

import click

from entrypoints.settings import Settings


@click.command
def command() -> None:
    """Do background work: mail, due events, unknown outcomes, expiry, reconciliation. Any number may run at once."""
    from entrypoints.settings.load import load_settings

    settings = load_settings(listening=True)

    from entrypoints.telemetry.metrics.shared_figures import shared_figures

    with shared_figures(1, settings):
        _work(settings)


def _work(settings: Settings) -> None:
    from entrypoints.server.lifetime import opened
    from entrypoints.telemetry.errors.reporting import start_reporting
    from entrypoints.telemetry.logs import start_logging
    from entrypoints.telemetry.metrics.backlog_gauges import BacklogGauges
    from entrypoints.telemetry.metrics.listener import metrics_listener
    from entrypoints.worker.duties import duties
    from entrypoints.worker.endpoint_senders import senders
    from entrypoints.worker.run import stop_on_signals, work

    start_logging(settings.telemetry.log_level)
    start_reporting(settings)

    async def run() -> None:
        stop = stop_on_signals()
        async with opened(settings) as till:
            gauges = BacklogGauges(till.backlog(), till.clock())
            with metrics_listener(settings.telemetry.metrics_bind, gauges):
                await work(
                    duties(
                        relay=till.relay_notifications(),
                        events=till.retry_events(),
                        orders=till.settle_orders(),
                        reconcile=till.reconcile(),
                        senders=senders(till),
                        watch_endpoints=till.watch_endpoints(),
                    ),
                    stop,
                )

    asyncio.run(run())
