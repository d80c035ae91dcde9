"""`till sandbox`: the whole system on this machine."""

import asyncio
from pathlib import Path

import click

from entrypoints.cli._option_types import Origin


@click.command
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="Port of the API and the page; 0: any free one.",
)
@click.option(
    "--stripe-port",
    type=click.IntRange(0, 65535),
    default=12111,
    show_default=True,
    help="Port of the stand-in for Stripe; 0: any free one.",
)
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(".sandbox"),
    show_default=True,
    help="Folder that keeps its data.",
)
@click.option("--fresh", is_flag=True, help="Delete the data of earlier runs first.")
@click.option(
    "--front-end",
    "front_ends",
    type=Origin(),
    multiple=True,
    help="An origin, such as http://localhost:5173, that may call the API and embed the card form; repeatable.",
)
@click.option("--mongodb", metavar="URI", help="A MongoDB of yours to use instead of the embedded one.")
def command(
    *, port: int, stripe_port: int, data: Path, fresh: bool, front_ends: tuple[str, ...], mongodb: str | None
) -> None:
    """Run the whole system on this machine, without an account or the internet."""
    from entrypoints.sandbox.fault import SandboxFault
    from entrypoints.sandbox.folder import Folder
    from entrypoints.sandbox.supervisor import run_sandbox

    folder = Folder(data.absolute())
    click.echo("Starting the sandbox: MongoDB, a stand-in for Stripe, a mail catcher, the API, the worker")
    try:
        asyncio.run(
            run_sandbox(
                folder,
                port=port,
                stripe_port=stripe_port,
                fresh=fresh,
                say=click.echo,
                front_ends=front_ends,
                own_mongodb=mongodb,
            )
        )
    except SandboxFault as fault:
        raise click.ClickException(str(fault)) from None
