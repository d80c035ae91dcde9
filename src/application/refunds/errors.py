"""Why a refund is refused."""


class RefundRefused(Exception):
    """Stripe's definite no to a refund; `code` is Stripe's."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
