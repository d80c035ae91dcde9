"""Detach a saved method."""

from dataclasses import dataclass

from application.orders.errors import NotFound
from application.ports.storage.users import Users
from application.ports.stripe.failures import Missing
from application.ports.stripe.payment_methods import PaymentMethods
from domain.identifiers.types import PaymentMethodId, UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class DetachPaymentMethod:
    """Stripe does not check whose method it detaches, so that is checked here first."""

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
        await self.methods.detach(method_id)
