"""`till audit verify`: whether the audit trail is whole."""

import asyncio
import sys
from typing import TextIO

import click

from application.ports.storage.failures import StoreRefused, StoreUnavailable


@click.group
def command() -> None:
    """The audit trail."""


@command.command
@click.option(
    "--log",
    type=click.File(),
    help="A log of Till's, - for standard input: also check that every head it recorded is still in its chain.",
)
def verify(log: TextIO | None) -> None:
    """Check the chain of every order's history; exit 1 and name the first broken entry if one is broken."""
    from entrypoints.settings.load import load_settings

    settings = load_settings()

    from domain.identifiers.order_number import order_id_of, order_number
    from domain.identifiers.types import OrderId
    from domain.orders.history import first_broken
    from entrypoints.server.lifetime import opened
    from entrypoints.telemetry.observers.history_heads import first_missing, logged_heads

    secret = settings.audit_secret.reveal().encode()
    logged = logged_heads(log or ())

    def named(order_id: OrderId) -> str:
        known = order_id_of(order_id) == order_id
        return f"{order_number(order_id)} ({order_id})" if known else f"the document {order_id!a}"

    async def run() -> tuple[int, str | None]:
        checked = 0
        async with opened(settings) as till:
            async for order_id, head, entries in till.histories().all():
                broken = first_broken(order_id, entries, head, secret)
                if broken is None:
                    broken = first_missing(entries, logged.pop(order_id, {}))
                if broken is not None:
                    return checked, f"{named(order_id)}, entry {broken}"
                checked += 1
        if logged:
            order_id = min(logged)
            return checked, f"{named(order_id)}, entry 1"
        return checked, None

    try:
        checked, broken = asyncio.run(run())
    except (StoreUnavailable, StoreRefused) as down:
        raise click.ClickException(f"{down}. Try again.") from None
    if broken is not None:
        click.echo(
            f"BROKEN: {broken} was changed, cut out or swapped, or AUDIT_SECRET is not the one it was signed with."
        )
        sys.exit(1)
    click.echo(f"The histories of {checked} orders are whole.")
