"""`till overview`: what waits for a person."""

import click

from entrypoints.cli._run import run_command


@click.command
def command() -> None:
    """Show what waits: held orders, disputes, refunds, authorizations about to lapse, dead letters, deliveries."""
    from entrypoints.settings.load import load_settings

    settings = load_settings()

    from application.orders.show_overview import Overview
    from application.ports.storage.order_search import OrderPage
    from domain.identifiers.order_number import order_number
    from domain.orders.order import OrderStatus
    from entrypoints.cli._output import add_row, money, show, table
    from entrypoints.server.lifetime import opened

    async def run() -> tuple[Overview, OrderPage]:
        async with opened(settings) as till:
            held = await till.order_search().page(user_id=None, status=OrderStatus.ON_HOLD, limit=50, cursor=None)
            return await till.show_overview()(), held

    overview, held = run_command(run)
    figures = overview.figures
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
    disputes = table("dispute", "order", "status", "amount", "answer by", whole=frozenset({"dispute", "order"}))
    for case in overview.disputes:
        dispute = case.dispute
        deadline = dispute.due_by.isoformat(timespec="minutes") if dispute.due_by else "-"
        amount = money(dispute.amount, dispute.currency)
        add_row(disputes, dispute.id, order_number(case.order_id), dispute.status, amount, deadline)
    refunds = table("refund", "order", "status", "amount", "why", whole=frozenset({"refund", "order"}))
    for found in overview.refunds:
        refund = found.refund
        why = refund.failure_reason or refund.pending_reason or "-"
        number = order_number(found.order_id)
        add_row(refunds, refund.id, number, refund.status, money(refund.amount, found.currency), why)
    lapsing = table("authorized order", "amount", "capture before", whole=frozenset({"authorized order"}))
    for payment in overview.authorizations:
        before = payment.capture_before.isoformat(timespec="minutes")
        add_row(lapsing, order_number(payment.order_id), money(payment.amount, payment.currency), before)
    orders = table("held order", "reasons", "payment", "total", whole=frozenset({"held order"}))
    for order in held.orders:
        reasons = ", ".join(hold.reason for hold in order.holds if hold.is_open)
        add_row(orders, order_number(order.id), reasons, order.payment_status, money(order.total, order.currency.code))
    for each in (disputes, refunds, lapsing, orders):
        if each.row_count:
            show(each)
    if held.cursor is not None:
        click.echo("There are more: the operator's page lists all of them.")
