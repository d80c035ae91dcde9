"""What a process leaves behind when it stops, so that stops which leave the very same behind are known as one."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import blake2b
from io import BytesIO
from pickle import Pickler
from types import BuiltinFunctionType, FunctionType, MappingProxyType, MethodType
from typing import Any

from stripe_stand_in.model.api.operation import Routes
from tests.world.world import World


class _Spelling(Pickler):
    """Spells out objects that nobody will ever read back: functions by their names and all that they hold on to."""

    def reducer_override(self, thing: Any) -> Any:
        match thing:
            case FunctionType() | BuiltinFunctionType() | MethodType():
                return tuple, (_held(thing),)
            case MappingProxyType():
                return dict, (dict(thing),)
            case Routes():
                # What Stripe offers is the same in every world, and by far the longest to spell.
                return str, ("routes",)
        return NotImplemented


def _held(function: Callable[..., Any]) -> tuple[Any, ...]:
    cells = [cell.cell_contents for cell in getattr(function, "__closure__", None) or ()]
    return (function.__qualname__, getattr(function, "__self__", None), cells)


def footprint(world: World, answer: object = None) -> bytes:
    """A digest of everything outside Till: time, Stripe, database, mails, and what was answered.

    Left out are Stripe's counts of calls served and of names given, which say what the next object is called, and
    nothing else: a call that only reads leaves no footprint.
    """
    account, served = world.model._account, world.model._api.served
    drawn, account.ids_drawn = account.ids_drawn, 0
    counts = dict(served)
    served.clear()
    spelt = BytesIO()
    try:
        _Spelling(spelt, protocol=5).dump(
            (
                *(world.clock, world.model, world.stores, world.mailer, world.chat, world.receivers),
                *(world.request_scopes, answer),
            )
        )
    finally:
        account.ids_drawn = drawn
        served.update(counts)
    return blake2b(spelt.getbuffer(), digest_size=16).digest()
