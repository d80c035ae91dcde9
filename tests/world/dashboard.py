"""Calls to Stripe that Till knows nothing of: the dashboard's, a colleague's script's."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import msgspec

from adapters.in_memory.stripe import NEWEST
from tests.world.world import World


def at_stripe(world: World, method: str, path: str, **form: str | int) -> dict[str, Any]:
    """Stripe's answer to a call with the account's secret key; square brackets are spelt with `__`."""
    fields = {name.replace("__", "[", 1) + ("]" if "__" in name else ""): value for name, value in form.items()}
    answer = world.model.handle(
        method,
        path,
        {"Stripe-Version": NEWEST, "Authorization": f"Bearer {world.model.secret_key}"},
        urlencode(fields).encode(),
    )
    told: dict[str, Any] = msgspec.json.decode(answer.body)
    return told
