"""A duty of the worker, repeated whatever goes wrong in one round."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog

from application.ports.unavailable import Unavailable
from entrypoints.telemetry.errors.reporting import report

LONGEST_PAUSE = 30.0
"""Seconds between rounds while MongoDB or Stripe is down."""


async def nothing_to_close() -> None:
    """What most duties do at the end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """Something to do every `pause` seconds, and again at once while `do` finds work (returns more than 0).

    `close` is awaited once after the last round.
    """

    name: str
    do: Callable[[], Awaitable[int]]
    pause: float
    close: Callable[[], Awaitable[None]] = nothing_to_close


async def perform(duty: Duty, stop: asyncio.Event) -> None:
    """Repeats a duty until `stop` is set; a round under way is finished."""
    log = structlog.get_logger("till.worker").bind(duty=duty.name)
    failures = 0
    while not stop.is_set():
        done = 0
        try:
            done = await duty.do()
            failures = 0
        except Unavailable as down:
            failures += 1
            log.warning("outside_unavailable", error=type(down).__name__, detail=str(down))
        except Exception as fault:  # one fault must not end the process that repairs the others
            failures += 1
            log.exception("round_failed")
            report(fault, duty=duty.name)
        if done and not failures:
            continue
        pause = min(duty.pause * 2 ** min(failures, 10), max(LONGEST_PAUSE, duty.pause))
        await _rest(stop, pause)
    try:
        await duty.close()
    except Unavailable as down:
        log.warning("outside_unavailable", error=type(down).__name__, detail=str(down))


async def _rest(stop: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await stop.wait()
    except TimeoutError:
        return
