"""`till events`: the webhook inbox."""

import click

from application.orders.errors import NotFound
from application.ports.storage.inbox import EventStatus, InboxSearch
from application.webhooks.errors import EventForgotten
from application.webhooks.replay_event import ReplayEvent
from domain.identifiers.types import EventId
from entrypoints.cli._run import run_command

FORGOTTEN = "The payload is kept no more: Stripe has an event for 30 days."
_NO_PAYLOAD = (
    "no payload: Till keeps it until an event had its effect, and Stripe for 30 days. If this one is younger,"
    " `till doctor` says whether Stripe can be asked."
)
_NOT_RECEIVED = "not received"

_ADVICE = {
    _NOT_RECEIVED: "were not received. Compare the ids with `till events list`; `till reconcile` fetches missed ones.",
    FORGOTTEN: "can't be applied again. `till reconcile` reads from Stripe what they were about.",
    EventStatus.DEAD.value: "are still dead letters. `till events show ID` shows one with its payload; replay it once"
    " the cause is fixed.",
}
"""What the user can do about events of which this became."""


class EventIdType(click.ParamType[EventId]):
    """Stripe's id of an event."""

    name = "event id"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> EventId:
        """Refuses text that can be no id, and that the database could not look up."""
        if not value.isascii() or not value.isprintable():
            self.fail(f"{value!a} is not an event's id", param, ctx)
        return EventId(value)


@click.group
def command() -> None:
    """The webhook inbox, dead letters included."""


@command.command("list")
@click.option("--failed", is_flag=True, help="Dead letters only.")
@click.option("--limit", type=click.IntRange(1, 1000), default=50, show_default=True)
def list_(failed: bool, limit: int) -> None:
    """List events, newest first."""
    from entrypoints.settings.load import load_settings

    settings = load_settings()

    from application.ports.storage.inbox import InboxPage
    from entrypoints.cli._output import add_row, table
    from entrypoints.cli._output import show as print_table
    from entrypoints.server.lifetime import opened

    async def run() -> InboxPage:
        async with opened(settings) as till:
            return await till.inbox_search().page(status=EventStatus.DEAD if failed else None, limit=limit, cursor=None)

    page = run_command(run)
    events = table("event", "type", "status", "received", "attempts", "reason", whole=frozenset({"event", "type"}))
    for entry in page.entries:
        add_row(
            events,
            entry.event.id,
            entry.event.type,
            entry.status,
            entry.received_at.isoformat(timespec="seconds"),
            str(entry.attempts),
            entry.reason or "",
        )
    print_table(events)


@command.command
@click.argument("event_id", type=EventIdType())
def show(event_id: EventId) -> None:
    """Show one event with its payload, which Stripe has for 30 days."""
    from entrypoints.settings.load import load_settings

    settings = load_settings()

    from application.ports.storage.inbox import InboxEntry
    from domain.text.visible import visible
    from entrypoints.server.lifetime import opened

    async def run() -> InboxEntry:
        async with opened(settings) as till:
            return await till.show_event()(event_id)

    try:
        entry = run_command(run)
    except NotFound:
        raise click.ClickException(f"No event {event_id} was received. `till reconcile` fetches missed ones.") from None
    click.echo(visible(f"{entry.event.id}  {entry.event.type}  {entry.status}  {entry.reason or ''}".rstrip()))
    click.echo(f"received {entry.received_at.isoformat()}, attempts {entry.attempts}, order {entry.order_id or '-'}")
    click.echo(visible(entry.event.payload) or _NO_PAYLOAD)


@command.command
@click.argument("event_ids", nargs=-1, type=EventIdType())
@click.option("--failed", is_flag=True, help="Replay every dead letter.")
def replay(event_ids: tuple[EventId, ...], failed: bool) -> None:
    """Apply events again; what an event changed before, it does not change twice."""
    if not event_ids and not failed:
        raise click.UsageError("name the events to replay, or give --failed")
    from entrypoints.settings.load import load_settings

    settings = load_settings()

    from domain.text.visible import visible
    from entrypoints.server.lifetime import opened

    async def run() -> dict[EventId, str]:
        async with opened(settings) as till:
            wanted = [*event_ids, *(await _dead_letters(till.inbox_search()) if failed else ())]
            return {event_id: await _replayed(till.replay_event(), event_id) for event_id in wanted}

    became = run_command(run)
    for event_id, what in became.items():
        click.echo(visible(f"{event_id}  {what}"))
    if not became:
        click.echo("There are no dead letters to replay.")
    for kind, advice in _ADVICE.items():
        if number := sum(what.startswith(kind) for what in became.values()):
            raise click.ClickException(f"{number} of {len(became)} {advice}")


async def _replayed(replay_event: ReplayEvent, event_id: EventId) -> str:
    """What became of an event."""
    try:
        entry = await replay_event(event_id)
    except NotFound:
        return _NOT_RECEIVED
    except EventForgotten:
        return FORGOTTEN
    return f"{entry.status}  {entry.reason or ''}".rstrip()


async def _dead_letters(search: InboxSearch) -> list[EventId]:
    found: list[EventId] = []
    cursor = None
    while True:
        page = await search.page(status=EventStatus.DEAD, limit=100, cursor=cursor)
        found += [entry.event.id for entry in page.entries]
        cursor = page.cursor
        if cursor is None:
            return found
