"""The simulation bites: each fault that Till must never have is found by the promises within seconds."""

from __future__ import annotations

import pytest

from tests.simulation.faults import PLANTED, Planted
from tests.simulation.schedule import play_schedule
from tests.simulation.shop_faults import SHOP_FAULTS
from tests.simulation.store_faults import STORE_FAULTS

MAX_SCHEDULES = 150
ALL = (*PLANTED, *STORE_FAULTS, *SHOP_FAULTS)


@pytest.mark.parametrize("planted", ALL, ids=[planted.name for planted in ALL])
def test_a_planted_fault_is_found(planted: Planted, monkeypatch: pytest.MonkeyPatch) -> None:
    planted.plant(monkeypatch)
    assert any(play_schedule(seed, planted.flavour).broken for seed in range(MAX_SCHEDULES))
