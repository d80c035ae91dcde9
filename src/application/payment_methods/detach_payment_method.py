"""Detach a saved method."""

from contextlib import suppress
from dataclasses import dataclass

from application.orders.errors import NotFound
from application.ports.storage.users import Users
from application.ports.stripe.failures import Missing
from application.ports.stripe.payment_methods import PaymentMethods
from domain.identifiers.types import PaymentMethodId, UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class DetachPaymentMethod:
    """Stripe does not check whose method it detaches, so that is checked here first.

    A card that was saved twice is listed once, so that both go. The method that was asked for goes last: where this
    process dies before, the same request ends it.
    """

    users: Users
    methods: PaymentMethods

    async def __call__(self, user_id: UserId, method_id: PaymentMethodId) -> None:
        """Raises `NotFound` for what isn't the caller's, and what `PaymentMethods` raises."""
        user = await self.users.get(user_id)
        try:
            method = await self.methods.get(method_id)
        except Missing:
            raise NotFound("payment method") from None
        if user is None or user.customer_id is None or method.customer_id != user.customer_id:
            raise NotFound("payment method")
        for other in await self.methods.of_customer(user.customer_id):
            if other.id != method_id and other.is_same_card(method):
                with suppress(Missing):
                    await self.methods.detach(other.id)
        await self.methods.detach(method_id)
