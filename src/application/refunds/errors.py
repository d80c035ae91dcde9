"""Why a refund is refused."""


class RefundRefused(Exception):
    """Stripe refuses the refund for good; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
