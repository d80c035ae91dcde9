"""Runs a command's coroutine, and turns an unreachable system into one message."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import TypeVar

import click

from application.ports.unavailable import Unavailable

Result = TypeVar("Result")


def run_command(run: Callable[[], Coroutine[None, None, Result]], advice: str = "Try again.") -> Result:
    """Returns what the coroutine does; raises `click.ClickException` where MongoDB or Stripe is out of reach."""
    try:
        return asyncio.run(run())
    except Unavailable as down:
        raise click.ClickException(f"{down}. {advice}") from None
