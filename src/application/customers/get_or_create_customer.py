"""Give a user the one Stripe customer that is theirs."""

import hashlib
from dataclasses import dataclass, replace

from application.ports.storage.users import Users
from application.ports.stripe.customers import Customers
from application.ports.stripe.failures import KeyInUse, KeyReused, OutcomeUnknown, Refused, ReplayedFailure
from application.ports.system.clock import Clock
from application.ports.unavailable import Unavailable
from domain.customers.user import User
from domain.identifiers.types import CustomerId
from domain.payments.refusal import RequestPart

MAX_TRIES = 6
FIRST_PAUSE = 0.1
"""Seconds; a twin that is creating the same customer right now answers within a few of these, each twice as long as
the one before. Together they are three seconds: a shopper waits for a twin, never for a Stripe that is away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GetOrCreateCustomer:
    """Many first checkouts at once end with one customer: they share a key, and the first to record it wins.

    Customers are never adopted by e-mail: an address proves nothing.
    """

    users: Users
    customers: Customers
    clock: Clock

    async def __call__(self, user: User, named: User | None = None) -> tuple[User, CustomerId]:
        """The user with their customer; raises what `Customers` and `Users` raise.

        `named` is how the shop names the stored user now.
        """
        user = user if named is None else await self._following(user, named)
        pause = FIRST_PAUSE
        addressed = True
        for tries_left in reversed(range(MAX_TRIES)):
            if user.customer_id is not None:
                return user, user.customer_id
            try:
                wanted = user if addressed else replace(user, email=None)
                created = await self.customers.create(wanted, customer_key(user))
            except (ReplayedFailure, KeyReused):
                user = await self.users.next_generation(user.id, user.generation)
            except Refused as refused:
                if refused.part is not RequestPart.EMAIL or not addressed:
                    raise
                # The address came with the login: its owner can't fix it, and a customer needs none.
                addressed = False
                user = await self.users.next_generation(user.id, user.generation)
            except KeyInUse:
                if not tries_left:
                    raise
                await self.clock.sleep(pause)
                pause *= 2
                user = await self.users.get(user.id) or user
            else:
                user = await self.users.record_customer(user.id, user.generation, created)
        if user.customer_id is None:
            raise OutcomeUnknown("the customer could not be created")
        return user, user.customer_id

    async def _following(self, user: User, named: User) -> User:
        now = user.named_as(named)
        if now == user:
            return user
        if now.customer_id is not None:
            try:
                # Stripe first: where this process dies in between, the next checkout sees the difference again.
                await self.customers.update(now.customer_id, now)
            except Unavailable:
                return user  # A sale does not wait for this; the next checkout tries it again.
            except Refused:
                pass  # Stripe will never take it, or the customer is gone and its successor is created with it.
        return await self.users.rename(now)

    async def replace(self, user: User, gone: CustomerId) -> tuple[User, CustomerId]:
        """Returns the user with a new customer in place of one that Stripe no longer has."""
        return await self(await self.users.forget_customer(user.id, gone))


def customer_key(user: User) -> str:
    """The key of the user's current generation, without the user's id in clear: keys reach Stripe's logs."""
    return f"till:customer:{hashlib.sha256(user.id.encode()).hexdigest()[:40]}:{user.generation}"
