"""`till audit verify`: whether the audit trail is whole."""

import asyncio
import sys
from typing import TextIO

import click

from application.ports.storage.failures import StoreRefused, StoreUnavailable

TAMPERED = "was changed, cut out or swapped, or AUDIT_SECRET lacks the one it was signed with"
CONTRADICTED = "was saved with another state of the order than the one that is stored: it was changed outside Till"


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
    """Check every order's history, and its state against it; exit 1 and name the first broken entry."""
    from entrypoints.settings.load import load_settings

    settings = load_settings()

    from domain.identifiers.order_number import order_id_of, order_number
    from domain.identifiers.types import OrderId
    from domain.orders.history import first_broken, is_state_changed
    from entrypoints.server.lifetime import opened
    from entrypoints.telemetry.observers.history_heads import first_missing, logged_heads

    secrets = [secret.reveal().encode() for secret in settings.audit_secrets]
    logged = logged_heads(log or ())

    def named(order_id: OrderId) -> str:
        known = order_id_of(order_id) == order_id
        return f"{order_number(order_id)} ({order_id})" if known else f"the document {order_id!a}"

    async def run() -> tuple[int, str | None]:
        checked = 0
        async with opened(settings) as till:
            async for chain in till.histories().all():
                broken = first_broken(chain.order_id, chain.entries, chain.head, *secrets)
                if broken is None:
                    broken = first_missing(chain.entries, logged.pop(chain.order_id, {}))
                if broken is not None:
                    return checked, f"{named(chain.order_id)}, entry {broken} {TAMPERED}"
                if is_state_changed(chain.entries, chain.state):
                    return checked, f"{named(chain.order_id)}, entry {len(chain.entries)} {CONTRADICTED}"
                checked += 1
        if logged:
            order_id = min(logged)
            return checked, f"{named(order_id)}, entry 1 {TAMPERED}"
        return checked, None

    try:
        checked, broken = asyncio.run(run())
    except (StoreUnavailable, StoreRefused) as down:
        raise click.ClickException(f"{down}. Try again.") from None
    if broken is not None:
        click.echo(f"BROKEN: {broken}.")
        sys.exit(1)
    click.echo(f"The histories of {checked} orders are whole.")
