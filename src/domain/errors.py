"""The rules of the shop and its payments, each an error named after the rule that would be broken."""


class RuleBroken(Exception):
    """A rule of the domain forbids what was asked; nothing was changed."""


class UnknownCurrency(RuleBroken):
    """Stripe charges in no such currency."""


class UnpayableAmount(RuleBroken):
    """The amount is not positive, too large, or not a multiple of its currency's step; `why` says which, if known."""

    def __init__(self, amount: int, currency: str, why: str | None = None) -> None:
        told = f": {why}" if why else ""
        super().__init__(f"{amount} {currency} can't be charged{told}")
        self.amount = amount
        self.currency = currency
        self.why = why


class CartRefused(RuleBroken):
    """The cart can't be sold as it stands; every fault is named at once.

    `faults` are pairs of a field of the request (`items[0].sku`) and a sentence.
    """

    def __init__(self, faults: tuple[tuple[str, str], ...]) -> None:
        super().__init__("; ".join(f"{field}: {message}" for field, message in faults))
        self.faults = faults


class PaymentNotCaptured(RuleBroken):
    """The order holds no captured money, so there is nothing to give back."""


class PaymentDisputed(RuleBroken):
    """A dispute that forbids refunds is open or was lost."""

    def __init__(self, dispute_id: str) -> None:
        super().__init__(dispute_id)
        self.dispute_id = dispute_id


class RefundExceedsPayment(RuleBroken):
    """More was asked than is left to refund."""

    def __init__(self, asked: int, refundable: int) -> None:
        super().__init__(f"asked {asked}, left {refundable}")
        self.asked = asked
        self.refundable = refundable


class RefundOutcomeUnknown(RuleBroken):
    """An earlier refund of this order has no known outcome yet, so another may be a double."""

    def __init__(self, refund_id: str) -> None:
        super().__init__(refund_id)
        self.refund_id = refund_id


class TooManyRefunds(RuleBroken):
    """The order has as many refunds as one order may have."""


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
