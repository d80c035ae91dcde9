"""Customers: Stripe's records of shoppers."""

from dataclasses import dataclass

from adapters.stripe.reading.our_ids import USER_ID
from adapters.stripe.reading.shapes import CustomerShape
from adapters.stripe.sdk.calls import StripeCalls, step
from adapters.stripe.sdk.form import encoded
from domain.customers.user import User
from domain.identifiers.types import CustomerId

LONGEST_NAME = 256
"""Characters that Stripe takes in a customer's name; a longer one is refused, and a sale must not fail by it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StripeCustomers:
    """Customers at Stripe."""

    calls: StripeCalls

    async def create(self, user: User, key: str) -> CustomerId:
        """Create the customer.

        `ReplayedFailure` and `KeyReused` (the user was renamed meanwhile) say that the key is spent.
        """
        form = encoded((("email", user.email), (f"metadata[{USER_ID}]", user.id), ("name", _name(user))))
        customer = await self.calls.post(CustomerShape, "/v1/customers", form, key)
        return CustomerId(customer.id)

    async def update(self, customer_id: CustomerId, user: User) -> None:
        """Give the customer the user's address and name; needs no key, for twice is the same as once."""
        form = encoded((("email", user.email), ("name", _name(user))))
        await self.calls.post(CustomerShape, f"/v1/customers/{step(customer_id)}", form)


def _name(user: User) -> str:
    return " ".join(part for part in (user.first_name, user.last_name) if part)[:LONGEST_NAME]
