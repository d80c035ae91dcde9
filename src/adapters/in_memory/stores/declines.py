"""How often a user's cards were declined, in memory."""

from datetime import datetime

from adapters.in_memory.stores.stored_order import OrderTable
from adapters.in_memory.stores.users import UserTable
from domain.identifiers.types import UserId


class InMemoryDeclines:
    """Keeps the port `Declines`."""

    def __init__(self, orders: OrderTable, users: UserTable) -> None:
        self._orders = orders
        self._users = users

    async def since(self, user_id: UserId, moment: datetime) -> int:
        async with self._users.faults.call():
            payments = {
                failure.id
                for stored in self._orders.stored.values()
                if stored.order.user_id == user_id
                for failure in stored.order.intent.failures
                if failure.declined and failure.at >= moment
            }
            attachments = {
                decline_id for decline_id, at in self._users.declines.get(user_id, {}).items() if at >= moment
            }
        return len(payments | attachments)

    async def begin(self, user_id: UserId, attempt_id: str, at: datetime, *, since: datetime, limit: int) -> bool:
        async with self._users.faults.call():
            attempts = self._users.declines.setdefault(user_id, {})
            if attempt_id not in attempts and sum(begun >= since for begun in attempts.values()) >= limit:
                return False
            attempts.setdefault(attempt_id, at)
            return True

    async def end(self, user_id: UserId, attempt_id: str) -> None:
        async with self._users.faults.call():
            self._users.declines.get(user_id, {}).pop(attempt_id, None)
