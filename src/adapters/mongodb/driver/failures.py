"""Turns the driver's failures into the core's words, here and nowhere else."""

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

from pymongo.errors import DuplicateKeyError, PyMongoError

from application.ports.storage.failures import StoreUnavailable

ANSWER_WITHIN = 5.0
"""Seconds for any answer. The driver's own limit is shorter; this one also covers waiting for one of its threads."""

_Answer = TypeVar("_Answer")


class AlreadyStored(Exception):
    """A document of that `_id` exists; it may be the caller's own, from a try whose answer was lost."""


class WrittenByNewer(StoreUnavailable):
    """The document was last written by a newer Till, and an older one must not write it."""

    def __init__(self, document_id: str) -> None:
        super().__init__(f"{document_id} was written by a newer version of Till: upgrade this process")


async def answered(work: Awaitable[_Answer], within: float = ANSWER_WITHIN) -> _Answer:
    """What the database answers. Raises `AlreadyStored`, or `StoreUnavailable` for every other failure."""
    try:
        async with asyncio.timeout(within):
            return await work
    except DuplicateKeyError as fault:
        raise AlreadyStored(str(fault.details)) from fault
    except (PyMongoError, TimeoutError) as fault:
        raise StoreUnavailable(f"MongoDB: {type(fault).__name__}") from fault
