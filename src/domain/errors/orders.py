"""Why a change of an order is refused."""

from domain.errors.rule import RuleBroken


class TooManyAttempts(RuleBroken):
    """The payment failed as often as one order may fail."""


class HoldNotFound(RuleBroken):
    """The order has no such hold."""


class HoldNotReleasable(RuleBroken):
    """What caused the hold still stands: its dispute is open, or mismatched money was not refunded."""

    def __init__(self, hold_id: str, why: str) -> None:
        super().__init__(why)
        self.hold_id = hold_id
        self.why = why


class CheckoutClosed(RuleBroken):
    """The checkout was paid, is being paid, or was canceled; it can't be started again."""


class FactOfAnotherOrder(RuleBroken):
    """The fact is not about this order's payment, whatever its metadata claims."""


class IntentNotRequested(RuleBroken):
    """Stripe was not asked for the order's intent yet."""
