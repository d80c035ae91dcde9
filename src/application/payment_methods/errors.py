"""Why a payment method is refused."""

from domain.identifiers.types import PaymentMethodId


class PaymentMethodRefused(Exception):
    """Stripe refuses for good to save the payment method."""

    def __init__(self, method_id: PaymentMethodId) -> None:
        super().__init__(method_id)
        self.method_id = method_id
