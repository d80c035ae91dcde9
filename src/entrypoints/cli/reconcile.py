"""`till reconcile`: compare with Stripe, and mend."""

import asyncio
from datetime import timedelta

import click

from application.ports.unavailable import Unavailable
from entrypoints.cli._kinds import Duration


@click.command
@click.option("--since", type=Duration(), default="24h", show_default=True, help="List what Stripe created since then.")
@click.option("--dry-run", is_flag=True, help="Only tell; change nothing.")
def command(since: timedelta, dry_run: bool) -> None:
    """Compare Stripe's books with ours, print the differences, and repair them."""
    from entrypoints.settings.load import load_settings

    settings = load_settings()

    from rich.console import Console

    from application.repair.difference import Difference
    from application.repair.reconcile import ReconcileCommand
    from entrypoints.cli._tables import show, table
    from entrypoints.server.lifetime import opened

    progress = Console(stderr=True)
    found: list[Difference] = []

    async def run() -> None:
        async with opened(settings) as till:
            asked = ReconcileCommand(since=since, dry_run=dry_run)
            with progress.status("Comparing with Stripe …") as status:

                def tell(what: str, count: int) -> None:
                    status.update(f"Comparing with Stripe: {what} {count}")

                found.extend([difference async for difference in till.reconcile()(asked, tell)])

    try:
        asyncio.run(run())
    except Unavailable as down:
        raise click.ClickException(f"{down}. Nothing is half-done: run it again.") from None
    if not found:
        click.echo("Stripe's books and ours agree.")
        return
    differences = table("order", "what", "id", "here", "at Stripe", whole=frozenset({"order", "id"}))
    for each in found:
        differences.add_row(each.order_number or "-", each.what, each.id, each.ours, each.theirs)
    show(differences)
    click.echo(f"{len(found)} differences {'found; nothing was changed' if dry_run else 'mended'}.")
