"""Translates the driver's failures into those of the ports, here and nowhere else."""

import asyncio
from collections.abc import Awaitable
from typing import Final, TypeVar

from bson.errors import BSONError
from pymongo.errors import DocumentTooLarge, DuplicateKeyError, OperationFailure, PyMongoError

from application.ports.storage.failures import StoreRefused, StoreUnavailable

ANSWER_WITHIN = 5.0
"""Seconds for any answer. The driver's own limit is shorter; this one also covers waiting for one of its threads."""

PERMANENT: Final = {
    13: "Unauthorized",
    18: "AuthenticationFailed",
    121: "DocumentValidationFailure",
    8000: "AtlasError",
    10334: "BSONObjectTooLarge",
    17419: "BSONObjectTooLarge",
    17420: "BSONObjectTooLarge",
}
"""The server's codes for refusals that a retry meets again: of the document, or of our user. Atlas answers 8000 for a
wrong password; 17419 and 17420 are the server's answers for an update whose result is too large."""

_DUPLICATE_KEY: Final = 11000

_Answer = TypeVar("_Answer")


class AlreadyStored(Exception):
    """A document of that `_id` exists; it may be the caller's own, from a try whose answer was lost."""


class WrittenByNewer(StoreUnavailable):
    """The document was last written by a newer Till, and an older one must not write it."""

    def __init__(self, document_id: str) -> None:
        super().__init__(f"{document_id} was written by a newer version of Till: upgrade this process")


async def answered(work: Awaitable[_Answer], within: float = ANSWER_WITHIN) -> _Answer:
    """Returns what the database answers.

    Raises `AlreadyStored`, `StoreRefused` for what a retry cannot change, and `StoreUnavailable` for the rest.
    """
    try:
        async with asyncio.timeout(within):
            return await work
    except DuplicateKeyError as fault:
        raise AlreadyStored(str(fault.details)) from fault
    except DocumentTooLarge as fault:
        raise StoreRefused("BSONObjectTooLarge") from fault
    # What BSON can't hold: a lone surrogate, an integer of more than 64 bits, a key that is no text.
    except (BSONError, UnicodeEncodeError, OverflowError) as fault:
        raise StoreRefused(f"Unencodable ({type(fault).__name__})") from fault
    except OperationFailure as fault:
        raise fault_of(fault.code, type(fault).__name__) from fault
    except (PyMongoError, TimeoutError) as fault:
        raise StoreUnavailable(f"MongoDB: {type(fault).__name__}") from fault


def fault_of(code: int | None, name: str) -> AlreadyStored | StoreRefused | StoreUnavailable:
    """Returns what the server's answer with this code means to a caller."""
    if code == _DUPLICATE_KEY:
        return AlreadyStored(name)
    if code in PERMANENT:
        return StoreRefused(f"{PERMANENT[code]} ({code})")
    return StoreUnavailable(f"MongoDB: {name} ({code})")
