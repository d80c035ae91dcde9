"""The mail box in memory keeps what every mailer promises."""

import pytest

from adapters.in_memory.mail.mailbox import MailBox
from tests.contracts.mailer_suite import BAD_ADDRESS, MailerContract


class Box:
    """A mail box with one bad address."""

    def __init__(self) -> None:
        self.mailer = MailBox()
        self.mailer.refused.add(BAD_ADDRESS)

    def arrived(self) -> list[str]:
        return [mail.message_id for mail in self.mailer.mails]

    async def break_down(self) -> None:
        self.mailer.down = True


class TestMailBox(MailerContract):
    """All of the contract."""

    @pytest.fixture
    def station(self) -> Box:
        return Box()
