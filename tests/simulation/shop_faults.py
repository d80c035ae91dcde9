"""Faults in what the shop's own systems are sent, planted as those of `faults`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import pytest

from adapters.in_memory.stores.shop_outbox import InMemoryShopOutbox
from application.notifications.deliver_events import DeliverEvents, DeliverEventsCommand
from application.ports.shop.webhooks import EndpointId
from application.ports.storage.shop_outbox import DeliveryOutcome, PendingDeliveries
from domain.orders.shop_message import ShopMessage
from tests.simulation.faults import Planted
from tests.simulation.flavours import CALM


def _refused_event_passed_over(patch: pytest.MonkeyPatch) -> None:
    outcome = DeliverEvents._outcome

    async def taken_for_delivered(
        self: DeliverEvents, command: DeliverEventsCommand, message: ShopMessage, attempts: int, since: datetime | None
    ) -> DeliveryOutcome | None:
        found = await outcome(self, command, message, attempts, since)
        return found or DeliveryOutcome(seq=message.seq, at=self.clock.now(), attempts=attempts + 1)

    patch.setattr(DeliverEvents, "_outcome", taken_for_delivered)


def _later_event_first(patch: pytest.MonkeyPatch) -> None:
    pending = InMemoryShopOutbox.pending

    async def reversed_events(
        self: InMemoryShopOutbox, endpoint_id: EndpointId, now: datetime, limit: int
    ) -> Sequence[PendingDeliveries]:
        found = await pending(self, endpoint_id, now, limit)
        return [replace(each, entries=tuple(reversed(each.entries))) for each in found]

    patch.setattr(InMemoryShopOutbox, "pending", reversed_events)


SHOP_FAULTS = (
    Planted(name="a refused event passed over", plant=_refused_event_passed_over, flavour=replace(CALM, shop=0.5)),
    Planted(name="the later event first", plant=_later_event_first, flavour=replace(CALM, shop=0.5)),
)
