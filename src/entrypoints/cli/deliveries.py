"""`till deliveries`: what the shop's own systems were sent."""

import asyncio
from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import TypeVar

import click

from application.orders.errors import NotFound
from application.ports.storage.deliveries import Delivery, DeliveryId, delivery_id
from application.ports.unavailable import Unavailable
from domain.identifiers.order_number import order_id_of
from domain.identifiers.types import OrderId
from entrypoints.cli._option_types import Duration

Result = TypeVar("Result")
Command = TypeVar("Command", bound=Callable[..., None])


class DeliveryIdType(click.ParamType[DeliveryId]):
    """The id of an event at one endpoint, as `till deliveries list` prints it."""

    name = "delivery id"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> DeliveryId:
        """Refuses text that is no such id."""
        try:
            return delivery_id(value)
        except ValueError:
            self.fail(f"{value!a} is not a delivery's id; `till deliveries list` prints them", param, ctx)


class OrderIdType(click.ParamType[OrderId]):
    """An order's id or number."""

    name = "order"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> OrderId:
        """Refuses text that is neither."""
        order_id = order_id_of(value)
        if order_id is None:
            self.fail(f"{value!a} is neither an order's id nor its number", param, ctx)
        return order_id


def _filters(command: Command) -> Command:
    for option in (
        click.option("--order", type=OrderIdType(), help="Of one order, by its id or number."),
        click.option("--since", type=Duration(), help="Of changes so recent, as 24h."),
        click.option("--failed", is_flag=True, help="Given up after five days, or failing now."),
    ):
        command = option(command)
    return command


@click.group
def command() -> None:
    """Events to the shop's own systems (SHOP_WEBHOOK_URL)."""


@command.command("list")
@_filters
@click.option("--limit", type=click.IntRange(1, 10_000), default=100, show_default=True)
def list_(failed: bool, since: timedelta | None, order: OrderId | None, limit: int) -> None:
    """List events at each endpoint, by order, the order that changed last first."""
    from entrypoints.settings.load import load_settings

    settings = load_settings()

    from entrypoints.cli._found_deliveries import wanted_deliveries
    from entrypoints.cli._output import add_row, show, table
    from entrypoints.server.lifetime import opened

    async def run() -> tuple[list[Delivery], dict[str, str]]:
        found: list[Delivery] = []
        async with opened(settings) as till:
            async for delivery in wanted_deliveries(till, failed=failed, since=since, order=order):
                found.append(delivery)
                if len(found) == limit:
                    break
            return found, {endpoint.id: endpoint.shown for endpoint in till.shop_endpoints()}

    found, urls = _run(run)
    rows = table("id", "type", "status", "happened", "attempts", "next try", "reason", "url", whole=frozenset({"id"}))
    for each in found:
        add_row(
            rows,
            str(each.id),
            each.type.value,
            each.status.value,
            each.happened_at.isoformat(timespec="seconds"),
            str(each.attempts),
            each.next_try_at.isoformat(timespec="seconds") if each.next_try_at else "",
            each.reason or "",
            urls.get(each.id.endpoint_id, "no longer configured"),
        )
    show(rows)


@command.command
@click.argument("ids", nargs=-1, type=DeliveryIdType())
@_filters
def resend(ids: tuple[DeliveryId, ...], failed: bool, since: timedelta | None, order: OrderId | None) -> None:
    """Send events again, under the ids that they had: those named, or all that the options say."""
    if not ids and not failed and since is None and order is None:
        raise click.UsageError("name the deliveries to send again, or give --failed, --since or --order")
    from entrypoints.settings.load import load_settings

    settings = load_settings()

    from entrypoints.cli._found_deliveries import wanted_deliveries
    from entrypoints.server.lifetime import opened

    async def run() -> tuple[int, list[DeliveryId]]:
        done, unknown = 0, []
        async with opened(settings) as till:
            wanted = list(ids)
            if failed or since is not None or order is not None:
                wanted += [each.id async for each in wanted_deliveries(till, failed=failed, since=since, order=order)]
            for each in wanted:
                try:
                    await till.resend_event()(each)
                except NotFound:
                    unknown.append(each)
                else:
                    done += 1
        return done, unknown

    done, unknown = _run(run)
    click.echo(f"The worker sends {done} again." if done else "There is nothing to send again.")
    if unknown:
        raise click.ClickException(
            f"{', '.join(map(str, unknown))}: no such delivery. Compare the ids with `till deliveries list`."
        )


def _run(run: Callable[[], Coroutine[None, None, Result]]) -> Result:
    try:
        return asyncio.run(run())
    except Unavailable as down:
        raise click.ClickException(f"{down}. Try again.") from None
