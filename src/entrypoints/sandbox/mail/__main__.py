"""The mail catcher's process: `python -m entrypoints.sandbox.mail --port N --smtp-port N --data DIR`."""

import asyncio
import signal
from datetime import UTC, datetime
from pathlib import Path
from time import time

import click
from aiohttp import web
from aiosmtpd.smtp import SMTP

from entrypoints.sandbox.addresses import HOST
from entrypoints.sandbox.mail.mailbox import Mailbox
from entrypoints.sandbox.mail.smtp import Catcher
from entrypoints.sandbox.mail.web import web_app


def _now() -> str:
    return datetime.fromtimestamp(time(), UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


async def _serve(port: int, smtp_port: int, data: Path) -> None:
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    mailbox = Mailbox(data)
    catcher = Catcher(mailbox, _now)
    smtp = await loop.create_server(
        lambda: SMTP(catcher, hostname="till.sandbox", ident="Till's mail catcher", enable_SMTPUTF8=True, loop=loop),
        HOST,
        smtp_port,
    )
    runner = web.AppRunner(
        web_app(mailbox, frozenset(f"{name}:{port}" for name in (HOST, "localhost"))), access_log=None
    )
    await runner.setup()
    await web.TCPSite(runner, HOST, port, shutdown_timeout=1.0).start()
    await stop.wait()
    smtp.close()
    await runner.cleanup()


@click.command
@click.option("--port", type=int, required=True)
@click.option("--smtp-port", type=int, required=True)
@click.option("--data", type=click.Path(file_okay=False, path_type=Path), required=True)
def _main(port: int, smtp_port: int, data: Path) -> None:
    """Catch mails and show them."""
    asyncio.run(_serve(port, smtp_port, data))


if __name__ == "__main__":
    _main()
