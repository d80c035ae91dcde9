"""A relay in a post office of values: small, honest stand-ins for outbox, alerts, mailer and clock."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from adapters.in_memory.mail.chat import Chat
from adapters.in_memory.system.fault_reports import RecordedFaults
from application.notifications.relay_notifications import RelayNotifications
from application.ports.storage.alerts import Alert
from application.ports.storage.outbox import Audience, PendingNotifications
from domain.orders.history import Entry, chained
from domain.orders.notices import OperatorNotice, ShopperNotice
from domain.orders.order import Order
from tests import builders, when


@dataclass
class StoppedClock:
    """A clock that moves only when it is told to."""

    time: datetime = when.AT

    def now(self) -> datetime:
        return self.time

    async def sleep(self, seconds: float) -> None:
        self.pass_by(seconds)

    def pass_by(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)


@dataclass
class Cursor:
    """How far one audience was told of one order."""

    order: Order
    audience: Audience
    entries: tuple[Entry, ...]
    at_seq: int = 0
    attempts: int = 0
    due_at: datetime = when.AT


@dataclass
class Cursors:
    """An outbox that refuses whoever comes with an outlived claim."""

    kept: list[Cursor] = field(default_factory=list)
    given_up: list[tuple[Audience, int, str]] = field(default_factory=list)
    moves: int = 0

    def add(self, order: Order) -> Order:
        entries = chained(order.id, order.head, order.changes, builders.AUDIT_SECRET)
        self.kept += [Cursor(order, audience, entries) for audience in Audience]
        return order

    def of(self, order: Order, audience: Audience) -> Cursor:
        return next(each for each in self.kept if each.order.id == order.id and each.audience is audience)

    async def claim(self, now: datetime, lease: timedelta, limit: int) -> Sequence[PendingNotifications]:
        due = [each for each in self.kept if each.due_at <= now and each.at_seq < len(each.entries)][:limit]
        for each in due:
            each.due_at = now + lease
        return [
            PendingNotifications(
                order=each.order,
                audience=each.audience,
                entries=each.entries[each.at_seq :],
                attempts=each.attempts,
                claimed_until=each.due_at,
            )
            for each in due
        ]

    async def advance(self, claim: PendingNotifications, seq: int, at: datetime) -> bool:
        cursor = self.of(claim.order, claim.audience)
        if cursor.due_at != claim.claimed_until or cursor.at_seq >= seq:
            return False
        self.moves += 1
        cursor.at_seq, cursor.attempts = seq, 0
        return True

    async def put_off(self, claim: PendingNotifications, until: datetime, reason: str) -> None:
        cursor = self.of(claim.order, claim.audience)
        cursor.due_at, cursor.attempts = until, cursor.attempts + 1

    async def skip(self, claim: PendingNotifications, seq: int, reason: str, at: datetime) -> bool:
        self.given_up.append((claim.audience, seq, reason))
        return await self.advance(claim, seq, at)


@dataclass
class RecordedAlerts:
    """Alerts, each once by its id."""

    raised: dict[str, Alert] = field(default_factory=dict)
    mailed: set[str] = field(default_factory=set)
    leased: dict[str, datetime] = field(default_factory=dict)

    async def raise_alert(self, alert: Alert) -> None:
        self.raised.setdefault(alert.id, alert)

    async def claim(self, now: datetime, lease: timedelta, limit: int) -> Sequence[Alert]:
        due = [
            alert
            for alert in self.raised.values()
            if alert.id not in self.mailed and self.leased.get(alert.id, now) <= now
        ][:limit]
        self.leased |= {alert.id: now + lease for alert in due}
        return due

    async def put_off(self, alert_id: str, until: datetime) -> None:
        self.leased[alert_id] = until

    async def mark_sent(self, alert_id: str, at: datetime) -> None:
        self.mailed.add(alert_id)


@dataclass(frozen=True)
class Sent:
    """A mail that the server took."""

    to: str
    about: str
    order_id: str | None
    message_id: str


@dataclass
class RecordingMailer:
    """A mailer that keeps what it was given; `before` may raise or let time pass."""

    sent: list[Sent] = field(default_factory=list)
    before: Callable[[Sent], None] = lambda sent: None

    async def to_shopper(self, notice: ShopperNotice, order: Order, entry: Entry, message_id: str) -> None:
        self._take(Sent(order.contact.email, notice, order.id, message_id))

    async def to_operator(self, notice: OperatorNotice, order: Order, entry: Entry, message_id: str) -> None:
        self._take(Sent("operator", notice, order.id, message_id))

    async def alert(self, alert: Alert, message_id: str) -> None:
        self._take(Sent("operator", alert.kind, None, message_id))

    def _take(self, sent: Sent) -> None:
        self.before(sent)
        self.sent.append(sent)


@dataclass
class RelayWorld:
    """One relay with all that it needs."""

    outbox: Cursors = field(default_factory=Cursors)
    alerts: RecordedAlerts = field(default_factory=RecordedAlerts)
    mailer: RecordingMailer = field(default_factory=RecordingMailer)
    chat: Chat | None = None
    faults: RecordedFaults = field(default_factory=RecordedFaults)
    clock: StoppedClock = field(default_factory=StoppedClock)

    @property
    def relay(self) -> RelayNotifications:
        return RelayNotifications(
            outbox=self.outbox,
            alerts=self.alerts,
            mailer=self.mailer,
            webhook=self.chat,
            fault_reports=self.faults,
            clock=self.clock,
        )

    @property
    def sent(self) -> list[tuple[str, str]]:
        return [(mail.to, mail.about) for mail in self.mailer.sent]

    async def until_nothing_is_left(self) -> None:
        while await self.relay():
            pass


def readdressed(order: Order, email: str) -> Order:
    """The order of a shopper with that address."""
    return replace(order, contact=replace(order.contact, email=email))
