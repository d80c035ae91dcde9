"""`till sandbox`: the whole system on this machine."""

import asyncio
from pathlib import Path

import click


@click.command
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="The API and page; 0: any."
)
@click.option(
    "--stripe-port", type=click.IntRange(0, 65535), default=12111, show_default=True, help="Stripe's stand-in; 0: any."
)
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(".sandbox"),
    show_default=True,
    help="Where its data stays.",
)
@click.option("--fresh", is_flag=True, help="Forget the data of earlier runs first.")
def command(port: int, stripe_port: int, data: Path, fresh: bool) -> None:
    """Run the whole system here: no account and no internet needed."""
    from entrypoints.sandbox.fault import SandboxFault
    from entrypoints.sandbox.folder import Folder
    from entrypoints.sandbox.supervisor import run_sandbox

    folder = Folder(data.absolute())
    click.echo("Starting the sandbox: MongoDB, Stripe's stand-in, a mail catcher, the API, the worker")
    try:
        asyncio.run(run_sandbox(folder, port=port, stripe_port=stripe_port, fresh=fresh, say=click.echo))
    except SandboxFault as fault:
        raise click.ClickException(str(fault)) from None
