"""The mailer over SMTP keeps what every mailer promises."""

from collections.abc import AsyncIterator

import pytest

from adapters.smtp.mailer import SmtpMailer
from tests.contracts.mailer_suite import BAD_ADDRESS, MailerContract
from tests.unit.adapters.smtp.post_office import Letterbox, letterbox
from tests.unit.adapters.smtp.test_delivery import mailer_to


class Server:
    """A real SMTP server with one bad address."""

    def __init__(self, box: Letterbox) -> None:
        self._box = box
        self.mailer: SmtpMailer = mailer_to(box.port)

    def arrived(self) -> list[str]:
        return [message["Message-ID"].strip("<>") for message in self._box.messages]

    async def break_down(self) -> None:
        self._box.mail_answer = "421 closing down"


class TestSmtpMailer(MailerContract):
    """All of the contract."""

    @pytest.fixture
    async def station(self) -> AsyncIterator[Server]:
        async with letterbox(rcpt_answers={BAD_ADDRESS: "550 no such user"}) as box:
            yield Server(box)
