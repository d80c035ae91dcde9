"""Compare Stripe's records with ours, and repair what differs through the same use cases as everything else."""

from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from application.orders.apply_fact import ApplyFact
from application.ports.storage.inbox import InboxSearch
from application.ports.storage.marks import Marks
from application.ports.storage.order_search import OrderSearch
from application.ports.stripe.failures import Refused, StateConflict
from application.ports.stripe.payments import Payments
from application.ports.stripe.records import EventRecords, PaymentRecords
from application.ports.system.clock import Clock
from application.repair.difference import Difference, difference_in
from application.repair.reread_order import ReRead
from application.webhooks.receive_event import ReceiveEvent
from domain.facts.fact import OrderFact
from domain.facts.outcome import FactOutcome
from domain.facts.payment import PaymentFact
from domain.orders.history import Attribution
from domain.orders.order import Order

MARK = "reconciliation"
RE_READ_MARK = "re_reading"
RE_READ_EVERY = timedelta(days=1)
"""How often what may still change is read by id; lists and events find most of it much sooner."""

LONGEST_LOOK_BACK = timedelta(days=29)
"""Stripe keeps events for 30 days; what is older is found by re-reading our own open orders."""

OVERLAP = timedelta(hours=1)
"""Stripe's lists may lag behind its answers, and clocks differ."""

CAUSE = "worker:reconcile"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReconcileCommand:
    """How far back to list what Stripe created, and whether to re-read by id what of ours may still change.

    A dry run changes nothing.
    """

    since: timedelta
    re_read: bool = True
    dry_run: bool = False


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
    payments: Payments
    inbox: InboxSearch
    search: OrderSearch
    marks: Marks
    clock: Clock

    async def __call__(self, command: ReconcileCommand, progress: Progress) -> AsyncIterator[Difference]:
        """Yields every difference once, repaired unless it is a dry run; in a dry run one may be found by two ways.

        Raises what the ports raise; the next run continues.
        """
        began = self.clock.now()
        found: set[Difference] = set()
        async for difference in self._differences(began, command, progress):
            if difference not in found:
                found.add(difference)
                yield difference
        if not command.dry_run:
            await self.marks.move(MARK, began)
            if command.re_read:
                await self.marks.move(RE_READ_MARK, began)

    async def _differences(
        self, began: datetime, command: ReconcileCommand, progress: Progress
    ) -> AsyncIterator[Difference]:
        since = began - command.since
        async for difference in self._events(since, command, progress):
            yield difference
        if command.re_read:
            async for difference in self._orders(began, command, progress):
                yield difference
        async for difference in self._listed(since, command, progress):
            yield difference

    async def next_run(self) -> ReconcileCommand:
        """What is due since the last complete runs: lists with an overlap each time, re-reading by id once a day."""
        now = self.clock.now()
        listed = await self.marks.get(MARK)
        re_read = await self.marks.get(RE_READ_MARK)
        return ReconcileCommand(
            since=LONGEST_LOOK_BACK if listed is None else min(LONGEST_LOOK_BACK, now - listed + OVERLAP),
            re_read=re_read is None or now - re_read >= RE_READ_EVERY,
        )

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

    async def _orders(self, now: datetime, command: ReconcileCommand, progress: Progress) -> AsyncIterator[Difference]:
        count = 0
        async for order in self.search.watched(now):
            count += 1
            progress("orders", count)
            async for fact in self.re_read(order):
                difference = await self._compared(fact, order, command)
                if difference is not None:
                    yield difference

    async def _listed(
        self, since: datetime, command: ReconcileCommand, progress: Progress
    ) -> AsyncIterator[Difference]:
        for what, facts in (
            ("payments", self.records.payments(since)),
            ("refunds", self.records.refunds(since)),
            ("disputes", self.records.disputes(since)),
            ("warnings", self.records.warnings(since)),
        ):
            count = 0
            async for fact in facts:
                count += 1
                progress(what, count)
                difference = await self._compared(fact, None, command)
                if difference is not None:
                    yield difference

    async def _compared(self, fact: OrderFact, known: Order | None, command: ReconcileCommand) -> Difference | None:
        order = await self.apply_fact.order_of(fact) or known
        if order is None:
            return None
        by = Attribution(at=self.clock.now(), actor="till", cause=CAUSE)
        difference = difference_in(order, fact, by)
        if difference is not None and not command.dry_run:
            result = await self.apply_fact(fact, cause=CAUSE, actor="till")
            if result.outcome is FactOutcome.ORPHAN and isinstance(fact, PaymentFact):
                # It was canceled first, or is processing by now: the next run finds what became of it.
                with suppress(StateConflict, Refused):
                    await self.payments.cancel(fact.payment_intent_id, "duplicate")
        return difference
