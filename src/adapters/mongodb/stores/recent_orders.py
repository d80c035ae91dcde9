"""The documents of the orders that were read or written last, so that a save sends only what changed."""

from collections import OrderedDict
from typing import Final

from adapters.mongodb.driver.connection import Document
from domain.identifiers.types import OrderId

KEPT: Final = 128
"""More orders than a process has under way at once."""


class RecentOrders:
    """Keeps documents as they were at their version, without their history; nobody changes one that is kept."""

    def __init__(self) -> None:
        self._documents: OrderedDict[OrderId, Document] = OrderedDict()

    def keep(self, document: Document) -> None:
        """Keeps a document in place of an older one of the order, and forgets the one that was kept longest."""
        order_id = OrderId(document["_id"])
        self._documents[order_id] = document
        self._documents.move_to_end(order_id)
        if len(self._documents) > KEPT:
            self._documents.popitem(last=False)

    def forget(self, order_id: OrderId) -> None:
        """Makes the next save read the document."""
        self._documents.pop(order_id, None)

    def at(self, order_id: OrderId, version: int) -> Document | None:
        """Returns the order's document at that version, if it is kept."""
        document = self._documents.get(order_id)
        return document if document is not None and document["version"] == version else None


def changed_fields(before: Document, now: Document) -> Document:
    """Returns the fields of a state that differ from those before, the payment's one by one.

    What only the document before has stays as it is, except in the payment, which then goes as a whole.
    """
    changed = _changed(before, now)
    payment = changed.get("payment")
    if payment is not None and before["payment"].keys() <= payment.keys():
        del changed["payment"]
        changed |= {f"payment.{name}": value for name, value in _changed(before["payment"], payment).items()}
    return changed


def _changed(before: Document, now: Document) -> Document:
    return {name: value for name, value in now.items() if name not in before or before[name] != value}
