"""Why a refund is refused."""

from domain.errors.rule import RuleBroken


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
