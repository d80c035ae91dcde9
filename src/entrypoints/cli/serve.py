"""`till serve`: the HTTP API."""

import click

# A request may wait for Stripe; a balancer needs a while to see that we go. Below the usual 30 s before a SIGKILL.
GRACE_SECONDS = 25


@click.command
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
@click.option(
    "--workers", type=click.IntRange(1, 256), default=1, show_default=True, help="Processes that share the port."
)
def command(host: str, port: int, workers: int) -> None:
    """Serve the HTTP API, against the MongoDB and the Stripe of the environment."""
    from entrypoints.settings.load import load_settings

    # Every fault is told once and here, not by each process that uvicorn starts.
    settings = load_settings(listening=True)

    import uvicorn

    from entrypoints.telemetry.shared_figures import shared_figures

    with shared_figures(workers, settings):
        uvicorn.run(
            "entrypoints.api:create_app",
            factory=True,
            host=host,
            port=port,
            workers=workers,
            loop="uvloop",
            http="httptools",
            # Till reads TRUSTED_PROXIES itself, and writes one line for each request itself.
            proxy_headers=False,
            access_log=False,
            server_header=False,
            log_level="warning",
            timeout_graceful_shutdown=GRACE_SECONDS,
        )
