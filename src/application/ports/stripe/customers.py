"""Stripe's records of shoppers."""

from typing import Protocol

from domain.customers.user import User
from domain.identifiers.types import CustomerId


class Customers(Protocol):
    """The processor's record of shoppers; raises as `Payments` does."""

    async def create(self, user: User, key: str) -> CustomerId:
        """Creates the customer of a user, or returns the one that this key created."""

    async def update(self, customer_id: CustomerId, user: User) -> None:
        """Gives the customer the user's address and name. Raises `Missing` where it is gone."""
