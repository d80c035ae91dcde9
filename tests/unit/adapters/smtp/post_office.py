"""A real SMTP server on a free port, whose answers a test decides."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.smtp import SMTP


@dataclass
class Letterbox:
    """Accepts every mail unless set to answer otherwise; `silent` never answers the content."""

    envelopes: list[Any] = field(default_factory=list)
    rcpt_answers: dict[str, str] = field(default_factory=dict)
    mail_answer: str = "250 OK"
    data_answer: str = "250 OK"
    silent: bool = False
    port: int = 0
    connections: int = 0

    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:  # noqa: N802 - aiosmtpd\'s name
        if self.mail_answer.startswith("250"):
            envelope.mail_from = address
            envelope.mail_options.extend(options)
        return self.mail_answer

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:  # noqa: N802 - aiosmtpd\'s name
        answer = self.rcpt_answers.get(address, "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd\'s name
        if self.silent:
            await asyncio.Event().wait()
        if self.data_answer.startswith("250"):
            self.envelopes.append(envelope)
        return self.data_answer

    @property
    def messages(self) -> list[EmailMessage]:
        return [message_from_bytes(each.content, policy=default) for each in self.envelopes]

    def only(self) -> EmailMessage:
        (message,) = self.messages
        return message


@asynccontextmanager
async def letterbox(*, understands_utf8: bool = True, **given: Any) -> AsyncIterator[Letterbox]:
    """A letterbox that listens until the block ends."""
    box = Letterbox(**given)
    sessions: list[SMTP] = []
    loop = asyncio.get_running_loop()

    def session() -> SMTP:
        box.connections += 1
        sessions.append(SMTP(box, hostname="till.test", enable_SMTPUTF8=understands_utf8, ident="test", loop=loop))
        return sessions[-1]

    server = await loop.create_server(session, "127.0.0.1", 0)
    box.port = server.sockets[0].getsockname()[1]
    try:
        yield box
    finally:
        server.close()
        for each in sessions:
            if each.transport is not None:
                each.transport.close()
        await server.wait_closed()
