"""The commands of MongoDB that Till sends."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any, Final

from benchmarks.wire import writes
from benchmarks.wire.collection import Collection, NotWritten
from benchmarks.wire.matching import matches
from benchmarks.wire.pipelines import aggregated
from benchmarks.wire.values import MISSING, Document, at_path, put, remove

_UNKNOWN_COMMAND: Final = 59
_BAD_VALUE: Final = 2
_NAMESPACE_EXISTS: Final = 48
_INDEX_NOT_FOUND: Final = 27
_VALIDATION: Final = ("validator", "validationLevel", "validationAction")
VERSION: Final = [7, 0, 0, 0]


class Refused(Exception):
    """A command that is answered with an error."""

    def __init__(self, code: int, why: str) -> None:
        super().__init__(why)
        self.code = code


class Databases:
    """All databases, and what is done with them."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._collections: dict[tuple[str, str], Collection] = {}
        self._counted: Counter[str] = Counter()
        self._retryable: dict[bytes, tuple[int, Document]] = {}

    def answered(self, command: Document) -> Document:
        """The answer to a command; an error where it is not known or can't be done.

        A write that is sent again, because its answer was lost, is answered and not done again.
        """
        if "txnNumber" not in command:
            return self._done(command)
        session, number = bytes(command["lsid"]["id"]), command["txnNumber"]
        last, answer = self._retryable.get(session, (None, Document()))
        if last != number:
            answer = self._done(command)
            self._retryable[session] = number, answer
        return answer

    def _done(self, command: Document) -> Document:
        name = next(iter(command))
        handler = _HANDLERS.get(name.lower())
        self._counted[name] += 1
        if handler is None:
            return {"ok": 0.0, "errmsg": f"the stand-in knows no command {name}", "code": _UNKNOWN_COMMAND}
        try:
            return {**handler(self, command), "ok": 1.0}
        except Refused as refused:
            return {"ok": 0.0, "errmsg": str(refused), "code": refused.code}
        except ValueError as unknown:
            return {"ok": 0.0, "errmsg": str(unknown), "code": _BAD_VALUE}

    def collection(self, command: Document, name: str | None = None) -> Collection:
        """The collection that a command is about, made if it is not there."""
        key = command["$db"], name or command[next(iter(command))]
        return self._collections.setdefault(key, Collection())

    def hello(self, _command: Document) -> Document:
        """As a primary of a replica set of one."""
        return {
            "ismaster": True,
            "isWritablePrimary": True,
            "setName": "benchmark",
            "setVersion": 1,
            "hosts": [self._address],
            "me": self._address,
            "primary": self._address,
            "maxBsonObjectSize": 16 * 1024 * 1024,
            "maxMessageSizeBytes": 48_000_000,
            "maxWriteBatchSize": 100_000,
            "localTime": datetime.now(UTC),
            "logicalSessionTimeoutMinutes": 30,
            "connectionId": 1,
            "minWireVersion": 0,
            "maxWireVersion": 21,
            "readOnly": False,
        }

    def build_info(self, _command: Document) -> Document:
        """Its version, and that it is no MongoDB."""
        return {"version": ".".join(map(str, VERSION[:3])), "versionArray": VERSION, "tillStandIn": True}

    def server_status(self, _command: Document) -> Document:
        """How many commands of each kind came."""
        return {
            "opcounters": {name: self._counted[name] for name in ("insert", "find", "update", "delete", "aggregate")}
        }

    def create(self, command: Document) -> Document:
        """Refuses a collection that is there."""
        if (command["$db"], command["create"]) in self._collections:
            raise Refused(_NAMESPACE_EXISTS, "the collection exists")
        self.collection(command).options = {name: command[name] for name in _VALIDATION if name in command}
        return {}

    def coll_mod(self, command: Document) -> Document:
        """Changes the validator, or when an index's documents expire."""
        collection = self.collection(command)
        for name in _VALIDATION:
            if name in command:
                collection.options[name] = command[name]
        if (index := command.get("index")) is not None:
            collection.indexes[index["name"]].spec["expireAfterSeconds"] = index["expireAfterSeconds"]
        return {}

    def list_collections(self, command: Document) -> Document:
        """Those of the database that are asked for."""
        found = [
            {"name": name, "type": "collection", "options": collection.options, "info": {"readOnly": False}}
            for (database, name), collection in self._collections.items()
            if database == command["$db"]
        ]
        wanted = command.get("filter", {})
        return _cursor(command, "$cmd.listCollections", [each for each in found if matches(each, wanted)])

    def create_indexes(self, command: Document) -> Document:
        """Builds them."""
        for spec in command["indexes"]:
            self.collection(command).create_index({"v": 2, **spec})
        return {}

    def list_indexes(self, command: Document) -> Document:
        """Those of a collection, the one of its ids first."""
        indexes = self.collection(command).indexes.values()
        found: list[Document] = [{"v": 2, "key": {"_id": 1}, "name": "_id_"}, *(index.spec for index in indexes)]
        return _cursor(command, command["listIndexes"], found)

    def drop_indexes(self, command: Document) -> Document:
        """Removes one."""
        if self.collection(command).indexes.pop(command["index"], None) is None:
            raise Refused(_INDEX_NOT_FOUND, "there is no such index")
        return {}

    def drop(self, command: Document) -> Document:
        """Removes a collection."""
        self._collections.pop((command["$db"], command["drop"]), None)
        return {}

    def drop_database(self, command: Document) -> Document:
        """Removes all collections of a database."""
        for key in [key for key in self._collections if key[0] == command["$db"]]:
            del self._collections[key]
        return {}

    def find(self, command: Document) -> Document:
        """All that is found, in one batch."""
        limit = abs(command.get("limit", 0))
        found = self.collection(command).find(command.get("filter", {}), command.get("sort"), limit)
        shown = command.get("projection")
        return _cursor(command, command["find"], [_shown(each, shown) for each in found] if shown else found)

    def aggregate(self, command: Document) -> Document:
        """All results, in one batch."""
        return _cursor(command, command["aggregate"], aggregated(self.collection(command), command["pipeline"]))

    def distinct(self, command: Document) -> Document:
        """The values of a field."""
        found = self.collection(command).find(command.get("query", {}))
        values = [at_path(each, command["key"]) for each in found]
        return {"values": [each for at, each in enumerate(values) if each is not MISSING and each not in values[:at]]}

    def insert(self, command: Document) -> Document:
        """Adds documents."""
        return writes.insert(self.collection(command), command)

    def update(self, command: Document) -> Document:
        """Changes documents."""
        return writes.update(self.collection(command), command)

    def delete(self, command: Document) -> Document:
        """Removes documents."""
        return writes.delete(self.collection(command), command)

    def find_and_modify(self, command: Document) -> Document:
        """Changes one document."""
        try:
            return writes.find_and_modify(self.collection(command), command)
        except NotWritten as refused:
            raise Refused(refused.code, str(refused)) from refused

    def explain(self, command: Document) -> Document:
        """Whether an index finds what a query asks for, or every document is looked at."""
        query = {**command["explain"], "$db": command["$db"]}
        collection = self.collection(query)
        is_indexed = all(collection.is_indexed(wanted, order) for wanted, order in _queries(query))
        return {"queryPlanner": {"winningPlan": {"stage": "IXSCAN" if is_indexed else "COLLSCAN"}}}

    def nothing(self, _command: Document) -> Document:
        """Done, for there is nothing to do."""
        return {}


def _shown(document: Document, projection: Document) -> Document:
    fields = {name: bool(value) for name, value in projection.items() if name != "_id"}
    if any(fields.values()):
        row: Document = {"_id": document["_id"]} if projection.get("_id", 1) else {}
        for path in fields:
            if (value := at_path(document, path)) is not MISSING:
                put(row, path, value)
        return row
    row = dict(document)
    for path in [*fields, *(["_id"] if not projection.get("_id", 1) else [])]:
        remove(row, path)
    return row


def _cursor(command: Document, name: str, found: list[Document]) -> Document:
    return {"cursor": {"id": 0, "ns": f"{command['$db']}.{name}", "firstBatch": found}}


def _queries(command: Document) -> Iterator[tuple[Document, dict[str, int]]]:
    """What a command looks for, and in which order."""
    if "pipeline" in command:
        yield command["pipeline"][0].get("$match", {}), {}
    elif "find" in command:
        yield command.get("filter", {}), command.get("sort", {})
    elif "query" in command:
        yield command["query"], {}
    for statement in (*command.get("updates", ()), *command.get("deletes", ())):
        yield statement["q"], {}


_HANDLERS: Final[dict[str, Callable[[Databases, Document], dict[str, Any]]]] = {
    "hello": Databases.hello,
    "ismaster": Databases.hello,
    "ping": Databases.nothing,
    "endsessions": Databases.nothing,
    "killcursors": Databases.nothing,
    "buildinfo": Databases.build_info,
    "serverstatus": Databases.server_status,
    "create": Databases.create,
    "collmod": Databases.coll_mod,
    "listcollections": Databases.list_collections,
    "createindexes": Databases.create_indexes,
    "listindexes": Databases.list_indexes,
    "dropindexes": Databases.drop_indexes,
    "drop": Databases.drop,
    "dropdatabase": Databases.drop_database,
    "find": Databases.find,
    "aggregate": Databases.aggregate,
    "distinct": Databases.distinct,
    "insert": Databases.insert,
    "update": Databases.update,
    "delete": Databases.delete,
    "findandmodify": Databases.find_and_modify,
    "explain": Databases.explain,
}
