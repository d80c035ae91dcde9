"""List a shopper's saved methods."""

from collections.abc import Sequence
from dataclasses import dataclass

from application.ports.storage.order_search import OrderSearch
from application.ports.storage.users import Users
from application.ports.stripe.failures import Missing
from application.ports.stripe.payment_methods import PaymentMethods, SavedMethod
from domain.identifiers.types import UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedMethod:
    """A saved method; the default one is what its owner last paid with."""

    method: SavedMethod
    is_default: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPaymentMethods:
    """A user without a customer has no methods; a customer that was deleted is forgotten.

    A card that was saved twice is listed once, as it was saved last; the default one where either was paid with last.
    """

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
        listed: list[ListedMethod] = []
        for method in saved:
            if not any(method.is_same_card(newer.method) for newer in listed):
                same = {each.id for each in saved if each.is_same_card(method)}
                listed.append(ListedMethod(method=method, is_default=last is not None and last.id in same))
        return tuple(listed)
