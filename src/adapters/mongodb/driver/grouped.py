"""Reads and inserts that many callers ask for at once, each group one command."""

from collections.abc import Sequence

from pymongo import InsertOne

from adapters.mongodb.driver.bulk import write
from adapters.mongodb.driver.connection import Collection, Document
from adapters.mongodb.driver.failures import answered
from adapters.mongodb.driver.groups import Groups
from adapters.mongodb.driver.reads import find, find_one


class GroupedReads:
    """Reads documents by a field that has an index and whose values are unique."""

    def __init__(self, collection: Collection, field: str, projection: Document | None = None) -> None:
        self._collection = collection
        self._field = field
        self._path = field.split(".")
        self._projection = projection
        self._one = Groups(self._read)

    async def one(self, value: str) -> Document | None:
        """Returns a document, which is the caller's to read only, or None. Raises as `answered` does.

        What was stored before the call is seen: a group's command is sent after the last of its callers asked.
        """
        return await self._one(value)

    async def _read(self, values: Sequence[str]) -> Sequence[Document | None]:
        if len(values) == 1:
            return [await find_one(self._collection, {self._field: values[0]}, self._projection)]
        wanted = list(dict.fromkeys(values))
        found = find(self._collection, {self._field: {"$in": wanted}}, self._projection)
        by_value = {self._value(document): document for document in await answered(found.to_list(None))}
        return [by_value.get(value) for value in values]

    def _value(self, document: Document) -> str:
        inner = document
        for name in self._path[:-1]:
            inner = inner[name]
        value: str = inner[self._path[-1]]
        return value


class GroupedInserts:
    """Inserts documents, each on its own: one that is refused keeps no other from being stored."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self._insert = Groups(self._inserted, key=lambda document: document["_id"])

    async def one(self, document: Document) -> None:
        """Raises `AlreadyStored`, and otherwise as `answered` does."""
        await self._insert(document)

    async def _inserted(self, documents: Sequence[Document]) -> Sequence[Exception | None]:
        if len(documents) == 1:
            await answered(self._collection.insert_one(documents[0]))
            return [None]
        done = await write(self._collection, [InsertOne(document) for document in documents])
        return [done.faults.get(number) for number in range(len(documents))]
