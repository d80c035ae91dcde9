"""The users in memory."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from adapters.in_memory.stores.store_faults import StoreFaults
from application.orders.errors import NotFound
from domain.customers.user import User
from domain.identifiers.types import CustomerId, UserId


@dataclass(slots=True)
class UserTable:
    """All users by id, and the moments of their declines and attempts by charge and attempt."""

    faults: StoreFaults = field(default_factory=StoreFaults)
    users: dict[UserId, User] = field(default_factory=dict)
    declines: dict[UserId, dict[str, datetime]] = field(default_factory=dict)


class InMemoryUsers:
    """Keeps the port `Users`."""

    def __init__(self, table: UserTable) -> None:
        self._table = table

    async def get(self, user_id: UserId) -> User | None:
        async with self._table.faults.call():
            user = self._table.users.get(user_id)
            return user and self._with_declines(user)

    async def add(self, user: User) -> User:
        async with self._table.faults.call():
            return self._with_declines(self._table.users.setdefault(user.id, user))

    async def rename(self, user: User) -> User:
        async with self._table.faults.call():
            renamed = replace(
                self._known(user.id), email=user.email, first_name=user.first_name, last_name=user.last_name
            )
            self._table.users[user.id] = renamed
            return self._with_declines(renamed)

    async def record_customer(self, user_id: UserId, generation: int, customer_id: CustomerId) -> User:
        async with self._table.faults.call():
            user = self._known(user_id)
            if user.customer_id is None and user.generation == generation:
                user = replace(user, customer_id=customer_id)
                self._table.users[user_id] = user
            return self._with_declines(user)

    async def forget_customer(self, user_id: UserId, customer_id: CustomerId) -> User:
        async with self._table.faults.call():
            user = self._known(user_id)
            if user.customer_id == customer_id:
                user = replace(user, customer_id=None, generation=user.generation + 1)
                self._table.users[user_id] = user
            return self._with_declines(user)

    async def next_generation(self, user_id: UserId, generation: int) -> User:
        async with self._table.faults.call():
            user = self._known(user_id)
            if user.customer_id is None and user.generation == generation:
                user = replace(user, generation=generation + 1)
                self._table.users[user_id] = user
            return self._with_declines(user)

    async def by_customer(self, customer_id: CustomerId) -> User | None:
        async with self._table.faults.call():
            found = (user for user in self._table.users.values() if user.customer_id == customer_id)
            return next(map(self._with_declines, found), None)

    def _with_declines(self, user: User) -> User:
        return replace(user, declines=tuple(self._table.declines.get(user.id, {}).values()))

    def _known(self, user_id: UserId) -> User:
        if user_id not in self._table.users:
            raise NotFound("user")
        return self._table.users[user_id]
