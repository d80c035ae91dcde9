"""`till serve`: the HTTP API."""

import sys
from contextlib import suppress
from socket import socket

import click

from adapters.system.hidden_imports import hidden_imports

# A request may wait for Stripe, and a load balancer needs time to notice; below the usual 30 s before a SIGKILL.
GRACE_SECONDS = 25
_NOT_STARTED = 3  # what the server itself exits with


@click.command
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
@click.option(
    "--workers", type=click.IntRange(1, 256), default=1, show_default=True, help="Processes that share the port."
)
def command(host: str, port: int, workers: int) -> None:
    """Serve the HTTP API with the MongoDB and the Stripe account of the settings."""
    from entrypoints.settings.load import load_settings

    # Faults are reported here once, not by each process of the server.
    settings = load_settings(listening=True)

    from entrypoints.server.listening import CannotListen, bound
    from entrypoints.telemetry.metrics.shared_figures import shared_figures

    try:
        with bound(host, port) as sock, shared_figures(workers, settings):
            _serve(sock, workers, unneeded=() if settings.tokens.jwks_url else ("cryptography",))
    except CannotListen as why:
        raise click.ClickException(
            f"--host {host!r} --port {port} can't be listened on: {why}. Choose another; --port 0 takes any free one."
        ) from None


def _serve(sock: socket, workers: int, unneeded: tuple[str, ...]) -> None:
    import uvicorn

    from entrypoints.server.bounded_protocol import BoundedProtocol
    from entrypoints.server.listening import listen

    config = uvicorn.Config(
        "entrypoints.server.api:create_app",
        factory=True,
        workers=workers,
        loop="uvloop",
        http=BoundedProtocol,
        # Till reads TRUSTED_PROXIES itself, and writes one line for each request itself.
        proxy_headers=False,
        access_log=False,
        server_header=False,
        log_level="warning",
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    if workers > 1:
        from uvicorn.supervisors import Multiprocess

        sock.set_inheritable(True)
        click.echo(f"Till listens on {listen(sock)}")
        Multiprocess(config, sockets=[sock]).run()
        return
    # The import takes most of the start: nothing is accepted before it is done. PyJWT would load `cryptography`, which
    # only published keys need, because it is installed: 6 MiB.
    with hidden_imports(*unneeded):
        config.load_app()
    server = uvicorn.Server(config)
    click.echo(f"Till listens on {listen(sock)}")
    # The server raises Ctrl-C again once its last request has ended.
    with suppress(KeyboardInterrupt):
        server.run(sockets=[sock])
    if not server.started:
        sys.exit(_NOT_STARTED)
