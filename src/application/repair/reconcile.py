"""Compare Stripe's records with ours, and repair what differs through the same use cases as everything else."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from application.orders.apply_fact import ApplyFact
from application.ports.storage.inbox import InboxSearch
from application.ports.storage.marks import Marks
from application.ports.storage.order_search import OrderSearch
from application.ports.stripe.failures import PermissionMissing, Refused, StateConflict
from application.ports.stripe.payments import Payments
from application.ports.stripe.records import EventRecords, PaymentRecords
from application.ports.system.clock import Clock
from application.ports.unavailable import Unavailable
from application.repair.check_paid_orders import CheckPaidOrders
from application.repair.difference import Difference, difference_in, lost_order_of
from application.repair.reread_order import ReRead
from application.webhooks.receive_event import ReceiveEvent
from domain.facts.fact import OrderFact
from domain.facts.outcome import FactOutcome
from domain.facts.payment import PaymentFact
from domain.orders.history import Attribution
from domain.orders.order import Order


class Source(StrEnum):
    """What reconciliation reads of Stripe, each with a mark of its own.

    `orders` re-reads by id ours that may still change, `paid orders` asks about those that claim to be paid.
    """

    EVENTS = "events"
    ORDERS = "orders"
    PAID = "paid orders"
    PAYMENTS = "payments"
    REFUNDS = "refunds"
    DISPUTES = "disputes"
    WARNINGS = "warnings"

    @property
    def mark(self) -> str:
        """The name of the mark that says how far it was compared."""
        return f"reconciliation:{self}"


LEASE_MARK = "reconciliation:lease"
RUN_EVERY = timedelta(minutes=15)
"""How often events are read, by one of all workers."""

LEASE = timedelta(minutes=2)
"""A run that is not renewed for so long has died with its worker, and another begins."""

LIST_EVERY = timedelta(days=1)
"""How often objects are listed and re-read by id: events bring most of it much sooner, and Stripe rations reads."""

LONGEST_LOOK_BACK = timedelta(days=29)
"""Stripe keeps events for 30 days; what is older is found by re-reading our own open orders."""

OVERLAP = timedelta(hours=1)
"""Stripe's lists may lag behind its answers, and clocks differ."""

CAUSE = "worker:reconcile"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReconcileCommand:
    """Which sources to read and how far back; `since` says nothing to orders, which are re-read at any age.

    A dry run changes nothing. `lost_orders` also yields the payments of orders that are not stored, as after a restored
    backup; where several shops share an account, those of the others are among them.
    """

    since: Mapping[Source, timedelta]
    dry_run: bool = False
    lost_orders: bool = False


def everything(since: timedelta, *, dry_run: bool = False) -> ReconcileCommand:
    """Returns the command that reads every source, as far back as given, for a person to look at."""
    return ReconcileCommand(since=dict.fromkeys(Source, since), dry_run=dry_run, lost_orders=True)


Progress = Callable[[str, int], None]
"""Called with what is being compared, and how many of it were."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconcile:
    """Brings our records to the same final state even where every webhook was lost."""

    event_records: EventRecords
    records: PaymentRecords
    re_read: ReRead
    receive_event: ReceiveEvent
    apply_fact: ApplyFact
    check_paid_orders: CheckPaidOrders
    payments: Payments
    inbox: InboxSearch
    search: OrderSearch
    marks: Marks
    clock: Clock

    async def claim(self) -> bool:
        """Whether a worker may run now: none is running, and none has ended a run that began a quarter of an hour ago.

        A claim holds for `LEASE`. Raises `StoreUnavailable`.
        """
        return await self.marks.claim(LEASE_MARK, self.clock.now(), LEASE)

    async def renew(self) -> None:
        """Holds the claim of a run that goes on for `LEASE` from now. Raises `StoreUnavailable`."""
        await self.marks.move(LEASE_MARK, self.clock.now() + LEASE)

    async def next_run(self) -> ReconcileCommand:
        """Returns what is due: events each time, all else once a day, each from its mark with an overlap."""
        now = self.clock.now()
        due: dict[Source, timedelta] = {}
        for source in Source:
            mark = await self.marks.get(source.mark)
            if mark is None:
                due[source] = LONGEST_LOOK_BACK
            elif source is Source.EVENTS or now - mark >= LIST_EVERY:
                due[source] = min(LONGEST_LOOK_BACK, now - mark + OVERLAP)
        return ReconcileCommand(since=due)

    async def __call__(self, command: ReconcileCommand, progress: Progress) -> AsyncIterator[Difference]:
        """Yields every difference once, repaired unless it is a dry run; in a dry run one may be found in two sources.

        A source that can't be read holds up no other: the first failure is raised at the end, except for a permission
        that our key lacks, of which operators are alerted. The next run continues from each source's mark.
        """
        run_began = self.clock.now()
        found: set[Difference] = set()
        failure: Unavailable | Refused | None = None
        for source, since in command.since.items():
            began = self.clock.now()
            try:
                async for difference in self._differences(source, began - since, command, progress):
                    if difference not in found:
                        found.add(difference)
                        yield difference
                if not command.dry_run:
                    await self._move_mark(source, began, since)
            except PermissionMissing:
                continue
            except (Unavailable, Refused) as failed:
                failure = failure or failed
        if not command.dry_run:
            await self.marks.move(LEASE_MARK, run_began + RUN_EVERY)
        if failure is not None:
            raise failure

    async def _move_mark(self, source: Source, began: datetime, since: timedelta) -> None:
        mark = await self.marks.get(source.mark)
        # A shorter look back than to the mark leaves a gap, which the next run must still read.
        if source is Source.ORDERS or since >= LONGEST_LOOK_BACK or (mark is not None and began - since <= mark):
            await self.marks.move(source.mark, began)

    def _differences(
        self, source: Source, since: datetime, command: ReconcileCommand, progress: Progress
    ) -> AsyncIterator[Difference]:
        match source:
            case Source.EVENTS:
                return self._events(since, command, progress)
            case Source.ORDERS:
                return self._orders(command, progress)
            case Source.PAID:
                return self.check_paid_orders(since, command.dry_run, lambda count: progress(source, count))
            case _:
                return self._listed(source, self._records(source, since), command, progress)

    def _records(self, source: Source, since: datetime) -> AsyncIterator[OrderFact]:
        match source:
            case Source.REFUNDS:
                return self.records.refunds(since)
            case Source.DISPUTES:
                return self.records.disputes(since)
            case Source.WARNINGS:
                return self.records.warnings(since)
            case _:
                return self.records.payments(since)

    async def _events(
        self, since: datetime, command: ReconcileCommand, progress: Progress
    ) -> AsyncIterator[Difference]:
        count = 0
        async for event in self.event_records.events(since):
            count += 1
            progress("events", count)
            if await self.inbox.get(event.id) is not None:
                continue
            if not command.dry_run:
                await self.receive_event.take(event)
            yield Difference(what="event", id=event.id, ours="not received", theirs=event.type)

    async def _orders(self, command: ReconcileCommand, progress: Progress) -> AsyncIterator[Difference]:
        """A page that was read is not read again by a run that continues after a failure."""
        count = 0
        behind = None if command.dry_run else await self.marks.place(Source.ORDERS.mark)
        async for page in self.search.watched(self.clock.now(), behind):
            for order in page.orders:
                count += 1
                progress("orders", count)
                async for fact in self.re_read(order):
                    difference = await self._compared(fact, order, command)
                    if difference is not None:
                        yield difference
            if not command.dry_run:
                await self.marks.keep_place(Source.ORDERS.mark, page.cursor)
        if not command.dry_run:
            await self.marks.keep_place(Source.ORDERS.mark, None)

    async def _listed(
        self, source: Source, facts: AsyncIterator[OrderFact], command: ReconcileCommand, progress: Progress
    ) -> AsyncIterator[Difference]:
        count = 0
        async for fact in facts:
            count += 1
            progress(source, count)
            difference = await self._compared(fact, None, command)
            if difference is not None:
                yield difference

    async def _compared(self, fact: OrderFact, known: Order | None, command: ReconcileCommand) -> Difference | None:
        order = await self.apply_fact.order_of(fact) or known
        if order is None:
            return lost_order_of(fact) if command.lost_orders else None
        by = Attribution(at=self.clock.now(), actor="till", cause=CAUSE)
        difference = difference_in(order, fact, by)
        if difference is not None and not command.dry_run:
            result = await self.apply_fact(fact, cause=CAUSE, actor="till")
            if result.outcome is FactOutcome.ORPHAN and isinstance(fact, PaymentFact):
                # It was canceled first, or is processing by now: the next run finds what became of it.
                with suppress(StateConflict, Refused):
                    await self.payments.cancel(fact.payment_intent_id, "duplicate")
        return difference
