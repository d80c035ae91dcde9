"""`python -m benchmarks.wire PORT`: the stand-in's server."""

import asyncio
import gc
import struct
import sys
from itertools import count
from typing import Any, Final

import bson
import uvloop
from bson.codec_options import CodecOptions

from benchmarks.processes import HOST
from benchmarks.wire.commands import Databases
from benchmarks.wire.values import Document

_HEADER: Final = struct.Struct("<iiii")
_OP_REPLY: Final = 1
_OP_QUERY: Final = 2004
_OP_MSG: Final = 2013
_MORE_TO_COME: Final = 1 << 1
_UTC: Final = CodecOptions[Document](tz_aware=True)


class Connection(asyncio.Protocol):
    """One connection: a message after the other (mongodb.com/docs/manual/reference/mongodb-wire-protocol)."""

    numbers = count(1)

    def __init__(self, databases: Databases) -> None:
        self._databases = databases
        self._received = bytearray()
        self._transport: Any = None

    def connection_made(self, transport: Any) -> None:
        """Begins."""
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Answers every message that is complete."""
        self._received += data
        while len(self._received) >= _HEADER.size:
            length, request_id, _, opcode = _HEADER.unpack_from(self._received)
            if len(self._received) < length:
                return
            body = bytes(self._received[_HEADER.size : length])
            del self._received[:length]
            if opcode == _OP_MSG:
                self._message(request_id, body)
            elif opcode == _OP_QUERY:
                self._query(request_id, body)
            else:
                self._transport.close()
                return

    def _message(self, request_id: int, body: bytes) -> None:
        (flags,) = struct.unpack_from("<I", body)
        command: Document = {}
        sequences: Document = {}
        at = 4
        while at < len(body):
            kind = body[at]
            (size,) = struct.unpack_from("<i", body, at + 1)
            part = body[at + 1 : at + 1 + size]
            if kind == 0:
                command = bson.decode(part, _UTC)
            else:
                end = part.index(b"\0", 4)
                sequences[part[4:end].decode()] = bson.decode_all(part[end + 1 :], _UTC)
            at += 1 + size
        answer = self._databases.answered({**command, **sequences})
        if not flags & _MORE_TO_COME:
            self._send(request_id, _OP_MSG, b"\0\0\0\0\0" + bson.encode(answer))

    def _query(self, request_id: int, body: bytes) -> None:
        """A driver's first greeting comes in the old form."""
        name_ends = body.index(b"\0", 4)
        command = bson.decode(body[name_ends + 9 :], _UTC)
        answer = bson.encode(self._databases.answered({**command, "$db": "admin"}))
        self._send(request_id, _OP_REPLY, struct.pack("<iqii", 8, 0, 0, 1) + answer)

    def _send(self, request_id: int, opcode: int, body: bytes) -> None:
        self._transport.write(_HEADER.pack(_HEADER.size + len(body), next(self.numbers), request_id, opcode) + body)


async def _serve(port: int) -> None:
    # Documents hold no cycles, and a collection of garbage would walk through a hundred thousand of them in vain.
    gc.disable()
    databases = Databases(f"{HOST}:{port}")
    server = await asyncio.get_running_loop().create_server(lambda: Connection(databases), HOST, port)
    await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(_serve(int(sys.argv[1])))
