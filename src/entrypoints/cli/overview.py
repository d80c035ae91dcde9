"""`till overview`: what waits for a person."""

import click

from entrypoints.cli._run import run_command


@click.command
def command() -> None:
    """Show what waits: held orders, dead letters, unknown refunds, undelivered notifications."""
    from entrypoints.settings.load import load_settings

    settings = load_settings()

    from application.ports.edge.backlog import BacklogFigures
    from application.ports.storage.order_search import OrderPage
    from domain.identifiers.order_number import order_number
    from domain.orders.order import OrderStatus
    from entrypoints.cli._output import add_row, show, table
    from entrypoints.server.lifetime import opened

    async def run() -> tuple[BacklogFigures, OrderPage]:
        async with opened(settings) as till:
            figures = await till.backlog().figures(till.clock().now())
            held = await till.order_search().page(user_id=None, status=OrderStatus.ON_HOLD, limit=100, cursor=None)
            return figures, held

    figures, held = run_command(run)
    rows = table("what waits", "how much", whole=frozenset({"what waits"}))
    for reason, count in figures.open_holds.items():
        add_row(rows, f"holds: {reason}", str(count))
    add_row(rows, "refunds whose outcome is unknown", str(figures.unknown_refunds))
    add_row(rows, "dead letters", str(figures.dead_letters))
    add_row(rows, "oldest event to apply", f"{figures.oldest_due_event:.0f} s")
    add_row(rows, "oldest mail or alert to send", f"{figures.oldest_pending:.0f} s")
    add_row(rows, "oldest event to deliver to the shop", f"{figures.oldest_undelivered:.0f} s")
    add_row(rows, "deliveries set aside", str(figures.set_aside))
    show(rows)
    if not held.orders:
        return
    orders = table("held order", "reasons", "payment", "total", whole=frozenset({"held order"}))
    for order in held.orders:
        reasons = ", ".join(hold.reason for hold in order.holds if hold.is_open)
        add_row(orders, order_number(order.id), reasons, order.payment_status, f"{order.total} {order.currency.code}")
    show(orders)
    if held.cursor is not None:
        click.echo("There are more: the operator's page lists all of them.")
