"""Why a payment method is refused."""


class PaymentMethodRefused(Exception):
    """Stripe's definite no to a payment method; `code` is Stripe's."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
