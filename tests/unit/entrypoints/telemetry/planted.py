"""An error that holds everything that must never be reported."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

SECRETS = ("hunter2", "ada@shop.example", "Bearer", "eyJhbGciOiJIUzI1NiJ9", "4242424242424242", "sk_test_", "Lovelace")


def fails_telling_secrets() -> int:
    """Raises an error with a cause, secrets in both messages, in locals and in the source line itself."""
    body = {"email": "ada@shop.example", "name": "Lovelace", "client_secret": "pi_1_secret_hunter2"}
    try:
        int(f"bad body {body} under Bearer eyJhbGciOiJIUzI1NiJ9")
    except ValueError as fault:
        error = RuntimeError("sk_test_hunter2 was refused for 4242424242424242")
        error.add_note("asked by ada@shop.example")
        raise error from fault
    return len(body)


def stops_after(rounds: int) -> tuple[asyncio.Event, Callable[[], None]]:
    """An event, and what sets it when it was called so often."""
    stop, calls = asyncio.Event(), 0

    def called() -> None:
        nonlocal calls
        calls += 1
        if calls >= rounds:
            stop.set()

    return stop, called
