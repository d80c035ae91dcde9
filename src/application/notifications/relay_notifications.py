"""Send shoppers and operators mails about what is committed: none is lost in a crash, or sent for what never was."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal

from application.ports.mail.alerts_webhook import AlertsWebhook, PostRefused, PostUnavailable
from application.ports.mail.mailer import Mailer, MailRefused, MailUnavailable
from application.ports.storage.alerts import Alert, Alerts, AlertWay
from application.ports.storage.failures import StoreUnavailable
from application.ports.storage.outbox import Audience, Outbox, PendingNotifications
from application.ports.system.clock import Clock
from application.ports.system.fault_reports import FaultReports
from domain.identifiers.order_number import order_number
from domain.orders.figures import FIGURES
from domain.orders.history import Entry
from domain.orders.notices import OperatorNotice, operator_notice, shopper_notice

LEASE = timedelta(seconds=30)
"""How long a claim is one worker's; if it dies, another sends what is left after that."""

SENDING = timedelta(seconds=12)
"""More than handing over one mail may take: none is begun with less of a claim left, or two workers might send it."""

BATCH = 10
"""Claims taken at once; few, so that a slow mail server doesn't let the last ones lapse unsent."""

REFUSED_FOR = timedelta(hours=1)
"""How long an alert waits whose way refuses it: somebody must correct a setting first."""

_FIRST_DELAY = timedelta(seconds=15)
_LONGEST_DELAY = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class RelayNotifications:
    """Sends what is due, once only as far as SMTP allows: a crash after a send sends it again under the same id.

    What operators are mailed is also posted to their chat, where there is one. For that an alert of its own is stored
    before the mail is sent: neither way holds the other up, and neither is left out after a crash.
    """

    outbox: Outbox
    alerts: Alerts
    mailer: Mailer
    webhook: AlertsWebhook | None
    fault_reports: FaultReports
    clock: Clock

    async def __call__(self) -> int:
        """Sends a batch; returns how many entries and alerts were processed: at 0 there is nothing to do for now.

        Raises `StoreUnavailable`.
        """
        processed = 0
        for claim in await self.outbox.claim(self.clock.now(), LEASE, BATCH):
            processed += await self._send_claimed(claim)
        claimed_at = self.clock.now()
        for alert in await self.alerts.claim(claimed_at, LEASE, BATCH):
            processed += await self._send_alert(alert, claimed_at + LEASE)
        return processed

    async def _send_claimed(self, claim: PendingNotifications) -> int:
        for count, entry in enumerate(claim.entries, start=1):
            if count < len(claim.entries) and not _calls_for_mail(claim.audience, entry):
                continue  # The next advance of the cursor passes it too.
            if self._lapses(claim.claimed_until):
                return count - 1
            try:
                await self._send(claim, entry)
            except MailRefused as refused:
                moved = await self._give_up(claim, entry, str(refused))
            except MailUnavailable as trouble:
                await self._put_off(claim, str(trouble))
                return count - 1
            except StoreUnavailable:
                raise
            except Exception as fault:  # noqa: BLE001 - a mail that can't be written must not hold up those of others
                self.fault_reports.report(fault, subject=claim.order.id)
                await self._put_off(claim, type(fault).__name__)
                return count - 1
            else:
                moved = await self.outbox.advance(claim, entry.seq, self.clock.now())
            if not moved:
                return count - 1
        return len(claim.entries)

    async def _send(self, claim: PendingNotifications, entry: Entry) -> None:
        message_id = f"{claim.order.id}.{entry.seq}.{claim.audience}@till"
        if claim.audience is Audience.SHOPPER:
            if (mail := shopper_notice(entry)) is not None:
                await self.mailer.to_shopper(mail, claim.order, entry, message_id)
        elif (alarm := operator_notice(entry)) is not None:
            await self._copy_to_webhook(_about(claim, entry, alarm), claim.claimed_until)
            await self.mailer.to_operator(alarm, claim.order, entry, message_id)

    async def _put_off(self, claim: PendingNotifications, reason: str) -> None:
        delay = min(_FIRST_DELAY * 2 ** min(claim.attempts, 10), _LONGEST_DELAY)
        await self.outbox.put_off(claim, self.clock.now() + delay, reason)

    async def _give_up(self, claim: PendingNotifications, entry: Entry, reason: str) -> bool:
        now = self.clock.now()
        if claim.audience is Audience.SHOPPER:
            unsendable = Alert(
                id=f"unsendable:{claim.order.id}:{entry.seq}",
                kind="unsendable",
                detail=f"the mail about {entry.type} (entry {entry.seq}) was refused: {reason}",
                order_number=order_number(claim.order.id),
                at=now,
            )
            await self.alerts.raise_alert(unsendable)
        return await self.outbox.skip(claim, entry.seq, reason, now)

    async def _send_alert(self, alert: Alert, claimed_until: datetime) -> int:
        if self._lapses(claimed_until):
            return 0
        try:
            if alert.way is AlertWay.WEBHOOK:
                await self._post(alert)
            else:
                await self._copy_to_webhook(alert, claimed_until)
                await self.mailer.alert(alert, f"alert.{alert.id}@till")
        except (MailUnavailable, PostUnavailable):
            return 0  # It stays claimed until the lease ends and is then tried again: an alert is never dropped.
        except (MailRefused, PostRefused) as refused:
            await self._refused(alert, str(refused))
            return 1
        await self.alerts.mark_sent(alert.id, self.clock.now())
        return 1

    async def _copy_to_webhook(self, alert: Alert, claimed_until: datetime) -> None:
        if self.webhook is None:
            return
        await self.alerts.raise_alert(replace(alert, id=f"{alert.id}:webhook", way=AlertWay.WEBHOOK))
        if self._lapses(claimed_until):
            # The store took its time, and another worker may mail this by now.
            raise MailUnavailable("the claim lapsed before the mail was sent")

    async def _post(self, alert: Alert) -> None:
        """One that was stored for a chat that is no longer configured has nowhere to go."""
        if self.webhook is not None:
            await self.webhook.post(alert)

    async def _refused(self, alert: Alert, reason: str) -> None:
        """Alerts operators by mail, once a day, that their chat refuses; the alert itself is tried again later."""
        now = self.clock.now()
        if alert.way is AlertWay.WEBHOOK:
            kind = "alerts_webhook_refused"
            await self.alerts.raise_alert(Alert(id=f"{kind}:{now.date()}", kind=kind, detail=reason, at=now))
        await self.alerts.put_off(alert.id, now + REFUSED_FOR)

    def _lapses(self, claimed_until: datetime) -> bool:
        return self.clock.now() + SENDING >= claimed_until


def _about(claim: PendingNotifications, entry: Entry, notice: OperatorNotice) -> Alert:
    """An entry of an order's history for the chat, named by the order so that it is posted once."""
    shown = {name: value for name, value in entry.data.items() if value is not None and name not in FIGURES}
    if notice is not OperatorNotice.DISPUTE and isinstance(shown.get("amount"), int):
        currency = claim.order.currency
        shown["amount"] = f"{Decimal(shown['amount']).scaleb(-currency.exponent)} {currency.code}"
    return Alert(
        id=f"{claim.order.id}.{entry.seq}",
        kind=notice,
        change=entry.type,
        detail=", ".join(f"{name}: {value}" for name, value in shown.items()),
        order_number=order_number(claim.order.id),
        at=entry.at,
    )


def _calls_for_mail(audience: Audience, entry: Entry) -> bool:
    notice = shopper_notice(entry) if audience is Audience.SHOPPER else operator_notice(entry)
    return notice is not None
