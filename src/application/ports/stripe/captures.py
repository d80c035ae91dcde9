"""Taking authorized money: what the core needs of the payment processor."""

from typing import Protocol

from application.ports.stripe.payments import PaymentSnapshot
from domain.identifiers.types import PaymentIntentId


class Captures(Protocol):
    """The captures at the processor; raises as `Payments` does."""

    async def capture(self, payment_intent_id: PaymentIntentId, amount: int, key: str) -> PaymentSnapshot:
        """Takes the amount and releases the rest; answers the payment then. Raises `StateConflict`."""
