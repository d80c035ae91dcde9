"""An order's history, for admins."""

from domain.orders.history import Entry, Value
from entrypoints.http.validation.fields import ResponseBody, timestamp


class EntryView(ResponseBody, kw_only=True):
    """One change of an order."""

    seq: int
    at: str
    type: str
    actor: str
    cause: str
    data: dict[str, str | int | bool | None]
    hash: str

    @classmethod
    def of(cls, entry: Entry) -> "EntryView":
        """Returns the entry for admins."""
        data: dict[str, Value] = dict(entry.data)
        return cls(
            seq=entry.seq,
            at=timestamp(entry.at),
            type=entry.type.value,
            actor=entry.actor,
            cause=entry.cause,
            data=data,
            hash=entry.hash,
        )


class HistoryView(ResponseBody, kw_only=True):
    """Every change of an order, by seq."""

    entries: list[EntryView]
