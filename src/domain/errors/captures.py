"""Why a capture or a cancellation is refused."""

from domain.errors.rule import RuleBroken
from domain.identifiers.types import OrderId


class NothingToCapture(RuleBroken):
    """The payment is not authorized, was captured, or is being captured; `status` is the order's payment status."""

    def __init__(self, status: str) -> None:
        super().__init__(status)
        self.status = status


class CaptureExceedsAuthorization(RuleBroken):
    """More was asked than is authorized."""

    def __init__(self, asked: int, capturable: int) -> None:
        super().__init__(f"asked {asked}, authorized {capturable}")
        self.asked = asked
        self.capturable = capturable


class AlreadyCaptured(RuleBroken):
    """The money was taken, so that it can be given back and not released."""

    def __init__(self, order_id: OrderId) -> None:
        super().__init__(order_id)
        self.order_id = order_id
