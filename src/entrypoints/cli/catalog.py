"""`till catalog import FILE`: imports products."""

import asyncio
from pathlib import Path

import click

from application.ports.storage.failures import StoreRefused, StoreUnavailable


@click.group
def command() -> None:
    """The products."""


@command.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_(file: Path) -> None:
    """Import products from JSON, or from CSV with a row for each SKU and currency; idempotent by SKU."""
    from entrypoints.catalog_import.json_file import CatalogFault, read_catalog
    from entrypoints.settings.load import load_settings

    settings = load_settings()

    try:
        products = read_catalog(file.name, file.read_text("utf-8-sig"))
    except (CatalogFault, UnicodeDecodeError) as fault:
        raise click.ClickException(f"{file.name} was not imported:\n{fault}") from None

    from entrypoints.server.lifetime import opened

    async def run() -> int:
        async with opened(settings) as till:
            catalog = till.catalog_import()
            return sum([await catalog.put(product) for product in products])

    try:
        changed = asyncio.run(run())
    except (StoreUnavailable, StoreRefused) as down:
        raise click.ClickException(f"{down}. Is MONGODB_URI right, and is the server up?") from None
    click.echo(f"{len(products)} products read, {changed} new or changed.")
