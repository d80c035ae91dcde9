"""The shop's own server: it takes the money when the goods leave, or cancels."""

from __future__ import annotations

from domain.identifiers.types import OrderId, RequestScope
from domain.orders.order import Order
from entrypoints.container import Container
from tests.simulation.play import LATERS, Play
from tests.world.shops import cancel, capture


class ShopServer:
    """One deed, once the money for an order is held."""

    def __init__(self, play: Play, number: int) -> None:
        self.play = play
        self.name = f"server {number}"
        self.asked = 0

    async def work(self) -> None:
        """Capture or cancel."""
        play = self.play
        deed = play.chance.choice(play.flavour.deeds)
        for _ in range(10):
            await play.rest(1, 20)
            held = [row.order for row in play.world.stores.order_table.stored.values() if row.order.is_uncaptured]
            if held:
                play.tell(self.name, f"sets out: {deed}")
                await self._do(deed, play.chance.choice(held))
                return

    async def _do(self, deed: str, order: Order) -> None:
        part = self.play.chance.randint(1, order.total)
        match deed:
            case "capture":
                await self._capture(order.id, None)
            case "capture part":
                await self._capture(order.id, part)
            case "capture twice":
                self.play.spawn(f"{self.name}, other process", self._capture(order.id, part))
                await self._capture(order.id, None)
            case _:
                await self._cancel(order)

    def _recorded(self, order_id: OrderId, scope: RequestScope) -> bool:
        stored = self.play.world.stores.order_table.stored[order_id].order.intent.capture
        return stored is not None and stored.request_scope == scope

    async def _capture(self, order_id: OrderId, amount: int | None) -> None:
        play = self.play
        self.asked += 1
        scope = RequestScope(f"capture {self.name} {self.asked}")

        async def act(till: Container) -> None:
            actor = play.scheduler.current
            # As with refunds: a repeated request meets a database that is away, whatever the first had recorded.
            was_recorded = self._recorded(order_id, scope)
            try:
                taken = await capture(till, order_id, amount, scope)
            except LATERS as later:
                is_recorded = self._recorded(order_id, scope) and not was_recorded
                if is_recorded and actor is not None and actor.troubles < 2:
                    play.broken.append(f"{scope} was recorded and yet answered with {type(later).__name__}")
                raise
            there = play.world.model.totals.payment(taken.intent.id or "").captured
            if taken.intent.is_paid and taken.intent.captured != there:
                play.broken.append(f"{scope} was answered with {taken.intent.captured}, and Stripe has taken {there}")

        await play.persistently(f"{scope} of {amount} of {order_id}", act)

    async def _cancel(self, order: Order) -> None:
        play = self.play

        async def act(till: Container) -> None:
            canceled = await cancel(till, order.id)
            if canceled.intent.id is not None:
                play.ledger.canceled.append(canceled.intent.id)

        await play.persistently(f"cancel {order.id}", act)
