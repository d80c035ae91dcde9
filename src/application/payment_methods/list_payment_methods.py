"""List a shopper's saved methods."""

from collections.abc import Sequence
from dataclasses import dataclass

from application.errors import Missing
from application.ports.orders import OrderSearch
from application.ports.payments import PaymentMethods, SavedMethod
from application.ports.users import Users
from domain.identifiers import UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedMethod:
    """A saved method; the default one is what its owner last paid with."""

    method: SavedMethod
    is_default: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPaymentMethods:
    """Who has no customer yet has no methods; who has a deleted one starts anew."""

    users: Users
    methods: PaymentMethods
    search: OrderSearch

    async def __call__(self, user_id: UserId) -> Sequence[ListedMethod]:
        """Raises what `PaymentMethods` and the stores raise."""
        user = await self.users.get(user_id)
        if user is None or user.customer_id is None:
            return ()
        try:
            saved = await self.methods.of_customer(user.customer_id)
        except Missing:
            await self.users.forget_customer(user.id, user.customer_id)
            return ()
        last = await self.search.last_paid_with(user_id) if saved else None
        return tuple(
            ListedMethod(method=method, is_default=last is not None and method.id == last.id) for method in saved
        )
