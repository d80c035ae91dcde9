"""`till orders`: finds and shows orders, as the operator's page does."""

from collections.abc import Sequence

import click

from entrypoints.cli._run import run_command


@click.group
def command() -> None:
    """The orders."""


@command.command
@click.argument("text")
@click.option("--limit", type=click.IntRange(1, 100), default=20, show_default=True)
def find(text: str, limit: int) -> None:
    """Find orders by number or id, e-mail, reference, user's id, Stripe's ids, status, day or total ("12.99 usd")."""
    from entrypoints.settings.load import load_settings

    settings = load_settings()

    from domain.identifiers.order_number import order_number
    from domain.orders.order import Order
    from entrypoints.cli._output import add_row, money, show, table
    from entrypoints.server.lifetime import opened

    async def run() -> list[Order]:
        async with opened(settings) as till:
            return await till.find_orders()(text, limit=limit)

    found = run_command(run)
    if not found:
        raise click.ClickException(
            "No order was found. Check the spelling; an e-mail address must be whole,"
            " a day is written 2026-11-25 (of UTC) and a total '12.99 usd'."
        )
    rows = table("order", "created", "status", "payment", "total", "user", "reference", whole=frozenset({"order"}))
    for order in found:
        add_row(
            rows,
            order_number(order.id),
            order.created_at.isoformat(timespec="seconds"),
            order.status,
            order.payment_status,
            money(order.total, order.currency.code),
            order.user_id,
            (order.terms.reference if order.terms else None) or "-",
        )
    show(rows)


@command.command("show")
@click.argument("order")
@click.option("--json", "as_json", is_flag=True, help="The order as the API shows it.")
def show_(order: str, *, as_json: bool) -> None:
    """Show one order, by number or id: its holds, refunds, disputes, deliveries and history."""
    from entrypoints.settings.load import load_settings

    settings = load_settings()

    import msgspec

    from application.orders.errors import NotFound
    from application.ports.storage.deliveries import Delivery
    from domain.identifiers.types import UserId
    from domain.orders.history import Entry
    from domain.orders.order import Order
    from domain.text.visible import visible
    from entrypoints.cli._shown_order import show_order
    from entrypoints.http.bodies.orders import OrderView
    from entrypoints.server.lifetime import opened

    async def run() -> tuple[Order, Sequence[Entry], Sequence[Delivery]]:
        async with opened(settings) as till:
            shown = await till.show_order()(order, user_id=UserId("till"), is_admin=True)
            return shown, await till.show_history()(order), await till.deliveries().of_order(shown.id)

    try:
        shown, entries, deliveries = run_command(run)
    except NotFound:
        raise click.ClickException("There is no such order. `till orders find` finds one by other texts.") from None
    if as_json:
        click.echo(visible(msgspec.json.format(msgspec.json.encode(OrderView.of(shown, for_staff=True))).decode()))
        return
    show_order(shown, entries, deliveries)


@command.command
@click.argument("order")
@click.argument("hold")
@click.option("--note", help="Why, for the people who look at the order later.")
def release(order: str, hold: str, note: str | None) -> None:
    """Release a hold of an order, by the ids that `till orders show` prints, so that the order can be fulfilled."""
    from entrypoints.settings.load import load_settings

    settings = load_settings()

    from getpass import getuser

    from application.orders.errors import NotFound
    from application.orders.release_hold import ReleaseHoldCommand
    from domain.errors.orders import HoldNotFound, HoldNotReleasable
    from domain.identifiers.types import HoldId
    from domain.orders.order import Order
    from entrypoints.server.lifetime import opened

    release_command = ReleaseHoldCommand(
        order=order, hold_id=HoldId(hold), note=note, actor=f"admin:{getuser()}", cause="worker:orders-release"
    )

    async def run() -> Order:
        async with opened(settings) as till:
            return await till.release_hold()(release_command)

    try:
        released = run_command(run)
    except NotFound:
        raise click.ClickException("There is no such order. `till orders find` finds one by other texts.") from None
    except HoldNotFound:
        raise click.ClickException("The order has no such hold. `till orders show` lists its holds.") from None
    except HoldNotReleasable as refused:
        raise click.ClickException(f"Not released: {refused.why}. Close or refund it first.") from None
    click.echo(f"Released. The order is {released.status} now.")
