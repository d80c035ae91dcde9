"""`till reconcile`: compares Till's records with Stripe's and repairs the differences."""

import asyncio
from datetime import timedelta

import click

from application.ports.unavailable import Unavailable
from entrypoints.cli._option_types import Duration


@click.command
@click.option(
    "--since", type=Duration(), default="24h", show_default=True, help="How far back to compare what Stripe created."
)
@click.option("--dry-run", is_flag=True, help="Print the differences and change nothing.")
def command(since: timedelta, dry_run: bool) -> None:
    """Compare with Stripe, print a table of differences, and repair them."""
    from entrypoints.settings.load import load_settings

    settings = load_settings()

    from rich.console import Console

    from application.repair.difference import Difference
    from application.repair.reconcile import everything
    from entrypoints.cli._output import add_row, show, table
    from entrypoints.server.lifetime import opened

    progress = Console(stderr=True)
    found: list[Difference] = []

    async def run() -> None:
        async with opened(settings) as till:
            wanted = everything(since, dry_run=dry_run)
            with progress.status("Comparing with Stripe …") as status:

                def show_progress(what: str, count: int) -> None:
                    status.update(f"Comparing with Stripe: {what} {count}")

                found.extend([difference async for difference in till.reconcile()(wanted, show_progress)])

    try:
        asyncio.run(run())
    except Unavailable as down:
        raise click.ClickException(f"{down}. Run it again: what was repaired stays so.") from None
    if not found:
        click.echo("No differences: Till's records agree with Stripe's.")
        return
    differences = table("order", "what", "id", "Till", "Stripe", whole=frozenset({"order", "id"}))
    for each in found:
        add_row(differences, each.order_number or "-", each.what, each.id, each.ours, each.theirs)
    show(differences)
    left = sum(not each.is_repaired for each in found)
    click.echo(f"{len(found) - left} differences {'found; nothing was changed' if dry_run else 'repaired'}.")
    if left:
        click.echo(f"{left} payments belong to no order here. Look at each in Stripe's dashboard.")
