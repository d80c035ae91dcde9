"""`till migrate`: indexes and validators."""

import asyncio

import click

from application.ports.storage.failures import StoreRefused, StoreUnavailable


@click.command
@click.option(
    "--tighten",
    is_flag=True,
    help="Also drop indexes and refuse documents that only older versions use; once none runs.",
)
def command(tighten: bool) -> None:
    """Create or update collections, indexes and validators; safe to repeat, safe while serving.

    The user of MONGODB_URI needs the roles readWrite and dbAdmin on the database here, readWrite alone elsewhere.
    """
    from entrypoints.settings.load import load_settings

    settings = load_settings()

    from entrypoints.server.lifetime import opened

    async def run() -> list[str]:
        async with opened(settings) as till:
            return [str(each) for each in await till.migrate()(tighten=tighten)]

    try:
        changed = asyncio.run(run())
    except StoreRefused as refused:
        raise click.ClickException(
            f"{refused}. The user of MONGODB_URI needs the roles readWrite and dbAdmin on the database"
            f" {settings.mongodb.database}; `till serve` and `till worker` need readWrite."
        ) from None
    except StoreUnavailable as down:
        raise click.ClickException(f"{down}. Is MONGODB_URI right, and is the server up?") from None
    for each in changed:
        click.echo(f"Changed: {each}")
    click.echo("The database is up to date.")
