"""Runs the journey: against a real account over the network, and against the model of Stripe in this process."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from typing import NamedTuple

from adapters.in_memory.system.clock import VirtualClock
from adapters.stripe.sdk.client import stripe_calls
from adapters.stripe.sdk.in_process import Handle, InProcessClient
from adapters.stripe.sdk.transport import over_the_network
from adapters.system.clock import SystemClock
from adapters.system.randomness import RandomRequestScopes
from stripe_stand_in.model import StripeModel
from tests.live.journey import Journey, JourneyFailed
from tests.live.recording import Recording, RecordingTransport

PAUSE = 1.5
"""Seconds between two looks at the events of a real account."""


class Run(NamedTuple):
    """What was recorded, and where the journey ended early: what Till can't read may itself be a difference."""

    recording: Recording
    failure: str | None


async def run_over_the_network(secret_key: str, api_base: str | None) -> Run:
    """Takes the journey with the key's account."""
    transport = RecordingTransport(over_the_network(longest=30))
    calls = stripe_calls(secret_key, transport, api_base=api_base)

    async def pause() -> None:
        await asyncio.sleep(PAUSE)

    try:
        return await _taken(
            Journey(
                calls=calls,
                transport=transport,
                clock=SystemClock(),
                scopes=RandomRequestScopes(),
                pause=pause,
                run=secrets.token_hex(6),
            )
        )
    finally:
        await calls.close()


async def run_over_the_model(changed: Callable[[Handle], Handle] = lambda handle: handle) -> Run:
    """Takes the journey with the model; `changed` may put something in front of it."""
    clock = VirtualClock()
    model = StripeModel(clock=lambda: clock.now().timestamp(), seed=7)
    transport = RecordingTransport(InProcessClient(changed(model.handle)))

    async def pause() -> None:
        clock.advance(seconds=5)
        model.advance()

    return await _taken(
        Journey(
            calls=stripe_calls(model.secret_key, transport),
            transport=transport,
            clock=clock,
            scopes=RandomRequestScopes(),
            pause=pause,
            run="model",
        )
    )


async def _taken(journey: Journey) -> Run:
    try:
        await journey()
    except JourneyFailed as failed:
        return Run(journey.transport.recording, str(failed))
    return Run(journey.transport.recording, None)
