"""Admins through Till, the owner at Stripe's dashboard with banks behind it, and Till's own workers."""

from __future__ import annotations

from application.orders.release_hold import ReleaseHoldCommand
from application.ports.storage.failures import StoreUnavailable
from domain.identifiers.types import EventId, OrderId
from domain.orders.order import Order
from entrypoints.container import Container
from stripe_stand_in.model import NEWEST
from stripe_stand_in.model.api.errors import ApiError
from tests.simulation.play import LATERS, NOES, Gone, Play
from tests.simulation.refunds import give_back
from tests.simulation.scheduler import Process
from tests.world.dashboard import at_stripe
from tests.world.shoppers import refund_in_dashboard


def _orders(play: Play) -> list[Order]:
    return [stored.order for stored in play.world.stores.order_table.stored.values()]


class Admin:
    """Gives money back, releases holds, replays events."""

    def __init__(self, play: Play, number: int) -> None:
        self.play = play
        self.name = f"admin {number}"
        self.asked = 0

    async def work(self) -> None:
        """One deed, once there is an order to do it to."""
        play = self.play
        deed = play.chance.choice(play.flavour.admin)
        for _ in range(8):
            await play.rest(1, 25)
            paid = [order for order in _orders(play) if order.intent.is_paid]
            if deed == "release":
                paid = [order for order in paid if any(hold.is_open for hold in order.holds)]
            if paid:
                play.tell(self.name, f"sets out: {deed}")
                await self._do(deed, play.chance.choice(paid))
                return

    async def _do(self, deed: str, order: Order) -> None:
        play = self.play
        part = play.chance.randint(1, max(1, order.total // 2))
        match deed:
            case "part":
                await self._refund(order.id, part)
                if play.chance.random() < 0.4:
                    await self._refund(order.id, part)
            case "all":
                await self._refund(order.id, None)
            case "two at once":
                play.spawn(f"{self.name}, other window", self._refund(order.id, order.total - part))
                await self._refund(order.id, part * 2)
            case "keyless" | "keyless twice":
                await self._keyless(order.id, part)
                if deed == "keyless twice":
                    await self._keyless(order.id, part)
            case "release":
                await self._release(order)
                if play.chance.random() < 0.6:
                    await self._replay()
            case _:
                await self._replay()

    async def _refund(self, order_id: OrderId, amount: int | None) -> None:
        self.asked += 1
        request_scope = f"refund {self.name} {self.asked}"

        async def act(till: Container) -> str:
            return await give_back(self.play, till, order_id, amount, request_scope, has_idempotency_key=True)

        await self.play.persistently(f"{request_scope} of {amount} of {order_id}", act)

    async def _keyless(self, order_id: OrderId, amount: int) -> None:
        self.asked += 1
        request_scope = f"keyless {self.name} {self.asked}"
        try:
            await self.play.ask(
                f"{request_scope} of {amount} of {order_id}",
                lambda till: give_back(self.play, till, order_id, amount, request_scope, has_idempotency_key=False),
            )
        except (Gone, *NOES, *LATERS):
            await self.play.rest(0.1, 5)

    async def _release(self, order: Order) -> None:
        play = self.play
        for hold in order.holds:
            command = ReleaseHoldCommand(
                order=order.id, hold_id=hold.id, note="seen", actor="admin:hedy", cause="request:release"
            )

            async def act(till: Container, command: ReleaseHoldCommand = command) -> None:
                released = await till.release_hold()(command)
                if any(each.id == command.hold_id and each.is_open for each in released.holds):
                    play.broken.append(f"{command.hold_id} was answered as released and is open")
                play.ledger.released.add(command.hold_id)

            await play.persistently(f"release {hold.reason} {hold.cause_id}", act)

    async def _replay(self) -> None:
        play = self.play
        received = list(play.world.stores.inbox._entries)
        for _ in range(3):
            if not received:
                return
            event_id = EventId(play.chance.choice(received))

            async def act(till: Container, event_id: EventId = event_id) -> None:
                await till.replay_event()(event_id)

            await play.persistently(f"replay {event_id}", act)


async def owner(play: Play, name: str) -> None:
    """Somebody at Stripe's dashboard, or a bank: one act once there is a payment to do it to."""
    act = play.chance.choice(play.flavour.acts)
    for _ in range(8):
        await play.rest(1, 25)
        paid = [
            payment
            for payment in play.world.model.totals.payments()
            if payment.status == ("requires_capture" if act in ("capture", "void") else "succeeded")
            or (act == "delete customer" and payment.customer)
        ]
        if not paid:
            continue
        payment = play.chance.choice(paid)
        try:
            reported = await _dashboard(play, act, payment.id, payment.captured)
        except ApiError as no:
            reported = f"refused: {no}"
        play.tell(name, f"{act} of {payment.id}: {reported}")
        return


async def _dashboard(play: Play, act: str, intent: str, captured: int) -> str:
    model, chance = play.world.model, play.chance
    reported = ""
    match act:
        case "refund":
            reported = refund_in_dashboard(play.world, intent, chance.randint(1, captured))  # type: ignore[arg-type]
        case "dispute" | "lost and appealed" | "inquiry":
            reported = await _dispute(play, act, intent)
        case "capture" | "void":
            path = f"/v1/payment_intents/{intent}/{'cancel' if act == 'void' else 'capture'}"
            reported = str(at_stripe(play.world, "POST", path).get("status"))
        case "warn":
            reported = model.warn(intent)
        case "review" | "rejected review":
            review = model.open_review(intent)
            await play.rest(1, 40)
            reported = model.close_review(review, "approved" if act == "review" else "refunded_as_fraud")
        case "delete customer":
            customer = model.totals.payment(intent).customer
            headers = {"Stripe-Version": NEWEST, "Authorization": f"Bearer {model.secret_key}"}
            answer = model.handle("DELETE", f"/v1/customers/{customer}", headers)
            reported = f"{customer} {answer.status}"
        case _:
            refunds = [refund for refund in model.totals.refunds(intent) if refund.counts]
            if refunds:
                refund = chance.choice(refunds)
                if act == "late failure":
                    reported = f"{refund.id} {model.settle_refund(refund.id, ok=False)}"
                elif refund.status == "pending":
                    reported = f"{refund.id} {model.ask_refund_details(refund.id)}"
    return reported


async def _dispute(play: Play, act: str, intent: str) -> str:
    model, chance = play.world.model, play.chance
    dispute = model.open_dispute(intent, inquiry=act == "inquiry", refundable=act == "inquiry")
    play.tell("bank", f"opens {dispute} of {intent}")
    await play.rest(1, 40)
    if act == "inquiry":
        if chance.random() < 0.6:
            closed = f"{dispute} {model.close_dispute(dispute, 'warning_closed')}"
            if chance.random() < 0.6:
                return closed
            play.tell("bank", closed)
            await play.rest(1, 40)
        play.tell("bank", f"{dispute} {model.escalate_inquiry(dispute)}")
        await play.rest(1, 20)
    if act != "lost and appealed":
        if chance.random() < 0.3:
            return f"{dispute} stays open"
        return f"{dispute} {model.close_dispute(dispute, chance.choice(('won', 'lost')))}"
    play.tell("bank", f"{dispute} {model.close_dispute(dispute, 'lost')}")
    await play.rest(1, 30)
    play.tell("bank", f"{dispute} {model.appeal_dispute(dispute, submitted=True)}")
    await play.rest(1, 30)
    return f"{dispute} {model.close_dispute(dispute, chance.choice(('won', 'won', 'lost')))}"


async def worker(play: Play, process: Process) -> None:
    """One of Till's workers: some rounds of its duties, with pauses between."""
    for _ in range(play.chance.randint(*play.flavour.rounds)):
        await play.rest(0.5, 30)
        duty = play.chance.choice(play.flavour.duties)
        try:
            await play.ask(duty, lambda till, duty=duty: _duty(play, till, duty, process.name), process)  # type: ignore[misc]
        except (Gone, StoreUnavailable, *LATERS):
            await play.rest(1, 5)
        except NOES as no:
            play.broken.append(f"{duty} of {process.name} ended in {type(no).__name__}: {no}")


async def _duty(play: Play, till: Container, duty: str, holder: str) -> int:
    match duty:
        case "events":
            return await till.retry_events()()
        case "orders":
            return await till.settle_orders()()
        case "shop":
            return await play.world.send_events(till, holder)
        case "mail":
            return await till.relay_notifications()()
        case _:
            return len(await play.world.reconcile(till))
