"""`till migrate`: indexes and validators."""

import asyncio

import click

from application.ports.storage.failures import StoreRefused, StoreUnavailable


@click.command
def command() -> None:
    """Create or update collections, indexes and validators; safe to repeat, safe while serving."""
    from entrypoints.settings.load import load_settings

    settings = load_settings()

    from entrypoints.server.lifetime import opened

    async def run() -> None:
        async with opened(settings) as till:
            await till.migrate()()

    try:
        asyncio.run(run())
    except (StoreUnavailable, StoreRefused) as down:
        raise click.ClickException(f"{down}. Is MONGODB_URI right, and is the server up?") from None
    click.echo("The database is up to date.")
