"""A chat that stores every alert and can be set to refuse."""

import asyncio

from application.ports.mail.alerts_webhook import PostRefused, PostUnavailable
from application.ports.storage.alerts import Alert


class Chat:
    """Keeps the port `AlertsWebhook`.

    While `refused` nothing is taken for good, while `down` nothing for now; the next `answers_to_lose` alerts are taken
    and reported as not.
    """

    def __init__(self) -> None:
        self.posts: list[Alert] = []
        self.refused = False
        self.down = False
        self.answers_to_lose = 0

    async def post(self, alert: Alert) -> None:
        await asyncio.sleep(0)
        if self.refused:
            raise PostRefused("status 404")
        if self.down:
            raise PostUnavailable("status 503")
        self.posts.append(alert)
        if self.answers_to_lose:
            self.answers_to_lose -= 1
            raise PostUnavailable("the answer was lost")
