"""A user's attempts to use a card, in memory."""

from datetime import datetime

from adapters.in_memory.stores.users import UserTable
from domain.identifiers.types import UserId


class InMemoryDeclines:
    """Keeps the port `Declines`."""

    def __init__(self, users: UserTable) -> None:
        self._users = users

    async def begin(self, user_id: UserId, attempt_id: str, at: datetime, *, since: datetime, limit: int) -> bool:
        async with self._users.faults.call():
            declines = self._users.declines.setdefault(user_id, {})
            if attempt_id not in declines and sum(begun >= since for begun in declines.values()) >= limit:
                return False
            declines.setdefault(attempt_id, at)
            return True

    async def end(self, user_id: UserId, attempt_id: str) -> None:
        async with self._users.faults.call():
            self._users.declines.get(user_id, {}).pop(attempt_id, None)
