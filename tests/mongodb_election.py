"""Stands between Till and MongoDB and answers as a replica set does while it elects a primary."""

from __future__ import annotations

import asyncio
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import bson
import pytest

Message = bytes
Document = dict[str, Any]

_HEADER = struct.Struct("<iiii")
_OP_REPLY, _OP_QUERY, _OP_MSG = 1, 2004, 2013
_HANDSHAKES = frozenset({"hello", "ismaster", "isMaster"})
_WRITES = frozenset({"insert", "update", "delete", "findAndModify"})
_NOT_PRIMARY = {"ok": 0.0, "code": 10107, "codeName": "NotWritablePrimary", "errmsg": "not primary"}
_INTERRUPTED = {
    "ok": 0.0,
    "code": 11602,
    "codeName": "InterruptedDueToReplStateChange",
    "errmsg": "operation was interrupted",
}


@dataclass(slots=True)
class Election:
    """A replica set of one member behind a proxy; `uri` leads to it.

    Between `begin` and `end` no member is primary: half of the open connections break, and from the next write on every
    command is refused and handshakes say so. The first write refused is carried out all the same, but only at the
    end: its caller was answered with an error long before.
    """

    host: str
    port: int
    uri: str = ""
    address: str = ""
    refused: int = 0
    late_commits: int = 0
    without_primary: bool = False
    _late: Message | None = None
    _connections: set[asyncio.StreamWriter] = field(default_factory=set)

    def begin(self) -> None:
        """The primary steps down, and breaks half of its connections."""
        self.without_primary = True
        for number, writer in enumerate(list(self._connections)):
            if number % 2:
                writer.close()

    async def end(self) -> None:
        """The write that was answered with an error is committed; then there is a primary again."""
        if self._late is not None:
            reader, writer = await asyncio.open_connection(self.host, self.port)
            writer.write(self._late)
            await _read(reader)
            self.late_commits += 1
            writer.close()
            await writer.wait_closed()
        self.without_primary = False

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._connections.add(writer)
        server_reader, server_writer = await asyncio.open_connection(self.host, self.port)
        try:
            with suppress(asyncio.IncompleteReadError, ConnectionError):
                while True:
                    message = await _read(reader)
                    writer.write(await self._answer(message, server_reader, server_writer))
                    await writer.drain()
        finally:
            self._connections.discard(writer)
            for end in (server_writer, writer):
                end.close()
            with suppress(ConnectionError):
                await server_writer.wait_closed()

    async def _answer(
        self, message: Message, server_reader: asyncio.StreamReader, server_writer: asyncio.StreamWriter
    ) -> Message:
        command = _command_in(message)
        name = next(iter(command))
        if name not in _HANDSHAKES and self.without_primary and (self.refused or name in _WRITES):
            return _reply(message, self._refusal(message, name, command))
        server_writer.write(message)
        answer = await _read(server_reader)
        return _reply(message, self._as_the_set_says(_document_in(answer))) if name in _HANDSHAKES else answer

    def _refusal(self, message: Message, name: str, command: Document) -> Document:
        self.refused += 1
        labels = {"errorLabels": ["RetryableWriteError"]} if "txnNumber" in command else {}
        if name in _WRITES and self._late is None:
            self._late = message
            return {**_INTERRUPTED, **labels}
        return {**_NOT_PRIMARY, **labels}

    def _as_the_set_says(self, hello: Document) -> Document:
        """The member under the proxy's address; without a topology version, so that the driver asks again itself."""
        said = {name: value for name, value in hello.items() if name != "topologyVersion"}
        said |= {"hosts": [self.address], "me": self.address, "primary": self.address}
        # A step-down is first learned from the command that it refuses.
        if self.without_primary and self.refused:
            said |= {"isWritablePrimary": False, "ismaster": False, "secondary": True}
            del said["primary"]
            said.pop("electionId", None)
        return said


@asynccontextmanager
async def replica_set(mongodb_uri: str) -> AsyncIterator[Election]:
    """A replica set behind a free port of this machine, over the first host that the URI names."""
    there = urlsplit(mongodb_uri)
    election = Election(there.hostname or "127.0.0.1", there.port or 27017)
    tasks: set[asyncio.Task[None]] = set()

    def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(election.serve(reader, writer))
        tasks.add(task)
        task.add_done_callback(tasks.discard)

    server = await asyncio.start_server(accept, "127.0.0.1", 0)
    election.address = f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
    election.uri = f"mongodb://{election.address}/?replicaSet={await _name_of_set(election.host, election.port)}"
    try:
        yield election
    finally:
        server.close()
        for task in list(tasks):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _name_of_set(host: str, port: int) -> str:
    reader, writer = await asyncio.open_connection(host, port)
    asked = b"\x00\x00\x00\x00\x00" + bson.encode({"hello": 1, "$db": "admin"})
    writer.write(_HEADER.pack(_HEADER.size + len(asked), 1, 0, _OP_MSG) + asked)
    hello = _document_in(await _read(reader))
    writer.close()
    await writer.wait_closed()
    if "setName" not in hello:
        pytest.skip("a router has no elections of its own")
    name: str = hello["setName"]
    return name


async def _read(reader: asyncio.StreamReader) -> Message:
    header = await reader.readexactly(_HEADER.size)
    return header + await reader.readexactly(_HEADER.unpack(header)[0] - _HEADER.size)


def _command_in(message: Message) -> Document:
    if _HEADER.unpack_from(message)[3] == _OP_QUERY:
        name_end = message.index(b"\x00", _HEADER.size + 4)
        return dict(bson.decode(_first_document(message, name_end + 9)))
    return _document_in(message)


def _document_in(message: Message) -> Document:
    """The document of an OP_REPLY, or the body of an OP_MSG, wherever it stands among the sections."""
    place = _HEADER.size + 4
    if _HEADER.unpack_from(message)[3] == _OP_REPLY:
        return dict(bson.decode(_first_document(message, place + 16)))
    while message[place]:
        place += 1 + struct.unpack_from("<i", message, place + 1)[0]
    return dict(bson.decode(_first_document(message, place + 1)))


def _first_document(message: Message, place: int) -> bytes:
    return message[place : place + struct.unpack_from("<i", message, place)[0]]


def _reply(to: Message, document: Document) -> Message:
    _, request_id, _, operation = _HEADER.unpack_from(to)
    if operation == _OP_QUERY:
        body = struct.pack("<iqii", 8, 0, 0, 1) + bson.encode(document)
        return _HEADER.pack(_HEADER.size + len(body), 0, request_id, _OP_REPLY) + body
    body = b"\x00\x00\x00\x00\x00" + bson.encode(document)
    return _HEADER.pack(_HEADER.size + len(body), 0, request_id, _OP_MSG) + body
