"""How a store can fail."""

from application.ports.unavailable import Unavailable


class UnreadableHistory(Exception):
    """The order's history is not as Till wrote it: entry `seq` is the first that can't be read."""

    def __init__(self, seq: int) -> None:
        super().__init__(f"entry {seq}")
        self.seq = seq


class StaleOrder(Exception):
    """The order was changed since it was read; nothing was written."""


class DuplicateOrder(Exception):
    """An order with this id exists; nothing was written."""


class StoreRefused(Exception):
    """The database refuses the document or our user, and would refuse a retry too; nothing was written.

    `code` names the refusal and holds nothing of the document.
    """

    def __init__(self, code: str) -> None:
        super().__init__(f"MongoDB refuses: {code}")
        self.code = code


class StoreUnavailable(Unavailable):
    """The database is out of reach, or did not answer in time; whether a write was done is not known."""
