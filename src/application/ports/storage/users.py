"""Where shoppers are kept."""

from typing import Protocol

from domain.customers.user import User
from domain.identifiers.types import CustomerId, UserId


class Users(Protocol):
    """The users; one conditional write each. Every method raises `StoreUnavailable`."""

    async def get(self, user_id: UserId) -> User | None:
        """The user of that id."""

    async def add(self, user: User) -> User:
        """Store a new user; answers the stored one, which is an earlier one where there was one."""

    async def rename(self, user: User) -> User:
        """Stores the address and name of a known user, and nothing else; answers the user as it then is."""

    async def record_customer(self, user_id: UserId, generation: int, customer_id: CustomerId) -> User:
        """Give the user this customer if that generation still has none; answers the user as it then is."""

    async def forget_customer(self, user_id: UserId, customer_id: CustomerId) -> User:
        """Begin a new generation if this is still the user's customer; answers the user as it then is."""

    async def next_generation(self, user_id: UserId, generation: int) -> User:
        """Begin the next generation if that one is the user's and has no customer; answers the user as it then is."""

    async def by_customer(self, customer_id: CustomerId) -> User | None:
        """The user whose customer this is."""
