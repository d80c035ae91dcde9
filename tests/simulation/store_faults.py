"""Faults of the store of orders, each planted to see that the simulation finds it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from adapters.in_memory.stores.orders import InMemoryOrders
from application.ports.storage.failures import StaleOrder
from domain.orders.order import Order
from tests.simulation.faults import Planted
from tests.simulation.flavours import CALM

Patch = pytest.MonkeyPatch


def _version_check_dropped(patch: Patch) -> None:
    save = InMemoryOrders.save

    async def saved(self: InMemoryOrders, order: Order) -> Order:
        stored = self._table.stored.get(order.id)
        return await save(self, replace(order, version=stored.order.version) if stored else order)

    patch.setattr(InMemoryOrders, "save", saved)


def _refused_save_of_a_group_called_done(patch: Patch) -> None:
    save = InMemoryOrders.save

    async def saved(self: InMemoryOrders, order: Order) -> Order:
        try:
            return await save(self, order)
        except StaleOrder:
            return order.saved(order.version + 1, order.head)

    patch.setattr(InMemoryOrders, "save", saved)


STORE_FAULTS = (
    Planted(name="the version check dropped", plant=_version_check_dropped, flavour=CALM),
    Planted(
        name="a refused save of a group called done",
        plant=_refused_save_of_a_group_called_done,
        flavour=replace(CALM, groups=True, shoppers=(2, 3), twice_events=0.3),
    ),
)
